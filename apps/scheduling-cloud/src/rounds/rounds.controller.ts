import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { QueryReader } from '#storage';
import { errorBody, notFound } from '../http/api-error.js';
import { idOf } from '../http/id.js';
import { roundView, viewOfRound, type RoundView } from './round-view.js';

@ApiTags('rounds')
@Controller('v1/rounds')
export class RoundsController {
  constructor(private readonly reader: QueryReader) {}

  @Get(':id')
  @ApiOperation({
    summary: 'See why a combination was chosen',
    description:
      'The bounds, the relaxed solution, the combination and the probability with which it was drawn. The draw can be made again from the relaxed solution and the seed.',
  })
  @ApiResponse({ status: 200, description: 'The round.', standardSchema: roundView })
  @ApiResponse({ status: 404, description: 'No such round.', standardSchema: errorBody })
  async find(@Param('id') id: string): Promise<RoundView> {
    const round = await this.reader.findRound(idOf('round', id));
    if (round === null) throw notFound('round', id, 'id');
    return viewOfRound(round);
  }
}
