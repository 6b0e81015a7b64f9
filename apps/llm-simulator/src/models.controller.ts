import { Controller, Get } from '@nestjs/common';
import { Player } from './player.js';

/** The models that are played, in OpenAI's shape. */
@Controller('v1/models')
export class ModelsController {
  constructor(private readonly player: Player) {}

  @Get()
  list() {
    const model = { object: 'model', created: 0, owned_by: 'llm-simulator' };
    return { object: 'list', data: this.player.models.map((id) => ({ id, ...model })) };
  }
}
