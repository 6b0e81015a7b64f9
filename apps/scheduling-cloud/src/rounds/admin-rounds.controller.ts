import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { ErrorResponses } from '../http/error-responses.js';
import { fromField, toField } from '../http/span.js';
import { FindRounds } from './find-rounds.js';
import { OpenRound } from './open-round.js';
import { openedRoundView, type OpenedRoundView } from './opened-round-view.js';
import { roundList, roundQuery, type RoundList, type RoundQuery } from './round-search-view.js';

const optional = (name: string, type: 'string' | 'number' | 'integer', description: string) => ({
  name,
  required: false,
  description,
  schema: { type },
});

@ApiTags('admin')
@AccessFor('admin')
@Controller('admin/v1/rounds')
export class AdminRoundsController {
  constructor(
    private readonly rounds: FindRounds,
    private readonly opening: OpenRound,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Search rounds, newest first',
    description: 'What a round has come to is seen here half a second later at most.',
  })
  @ApiQuery(optional('task', 'string', 'Without it, all that the key is for.'))
  @ApiQuery(optional('model', 'string', 'In the combination.'))
  @ApiQuery({
    name: 'status',
    required: false,
    schema: { type: 'string', enum: ['pending', 'answered', 'failed'] },
  })
  @ApiQuery(optional('reward_min', 'number', 'Rounds without a reward are left out.'))
  @ApiQuery(optional('reward_max', 'number', 'Likewise.'))
  @ApiQuery(optional('cost_min_usd', 'number', 'Rounds that are not settled are left out.'))
  @ApiQuery(optional('cost_max_usd', 'number', 'Likewise.'))
  @ApiQuery(fromField('Taken in since then.'))
  @ApiQuery(toField('And before that.'))
  @ApiQuery(optional('query', 'string', 'How the id of the query, or of the round, begins.'))
  @ApiQuery(optional('limit', 'integer', 'At most so many, up to 200; 50 without it.'))
  @ApiQuery(optional('cursor', 'string', 'The next_cursor of the page before.'))
  @ApiResponse({ status: 200, description: 'A page.', standardSchema: roundList })
  @ErrorResponses(400, 404)
  list(
    @Query({ schema: roundQuery }) query: RoundQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<RoundList> {
    return this.rounds.page(query, caller);
  }

  @Get(':id')
  @ApiOperation({
    summary: 'Open a round',
    description:
      'Its query, the decision with its bounds, the calls on a line of time, the ledger, the ratings, and why, in words.',
  })
  @ApiResponse({ status: 200, description: 'The round.', standardSchema: openedRoundView })
  @ErrorResponses(404)
  open(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<OpenedRoundView> {
    return this.opening.of(id, caller);
  }
}
