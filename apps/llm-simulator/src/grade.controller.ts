import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import { gradeRequest, type GradeRequest, type GradeResponse } from '#contracts';
import { Player } from './player.js';

/** The `http` evaluator: the recorded or drawn score of a model's answer to a query. */
@Controller('grade')
export class GradeController {
  constructor(private readonly player: Player) {}

  @Post()
  @HttpCode(200)
  grade(@Body({ schema: gradeRequest }) request: GradeRequest): GradeResponse {
    return { score: this.player.grade(request) };
  }
}
