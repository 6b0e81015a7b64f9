import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { QueryReader } from '#storage';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { QueryAccess } from '../auth/query-access.js';
import { errorBody, notFound } from '../http/api-error.js';
import { idOf } from '../http/id.js';
import { roundView, viewOfRound, type RoundView } from './round-view.js';

@ApiTags('rounds')
@AccessFor('query')
@Controller('v1/rounds')
export class RoundsController {
  constructor(
    private readonly reader: QueryReader,
    private readonly access: QueryAccess,
  ) {}

  @Get(':id')
  @ApiOperation({
    summary: 'See why a combination was chosen',
    description:
      'The bounds, the relaxed solution, the combination and the probability with which it was drawn. The draw can be made again from the relaxed solution and the seed.',
  })
  @ApiResponse({ status: 200, description: 'The round.', standardSchema: roundView })
  @ApiResponse({ status: 404, description: 'No such round.', standardSchema: errorBody })
  async find(@Param('id') text: string, @CurrentCaller() caller: Caller): Promise<RoundView> {
    const id = idOf('round', text);
    await this.access.require(caller, id, 'id', 'round');
    const round = await this.reader.findRound(id);
    if (round === null) throw notFound('round', text, 'id');
    return viewOfRound(round);
  }
}
