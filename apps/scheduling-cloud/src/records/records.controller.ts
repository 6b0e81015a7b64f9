import { Readable } from 'node:stream';
import { Body, Controller, Get, HttpCode, Param, Post, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, requireTask, type Caller } from '../auth/caller.js';
import { ErrorResponses } from '../http/error-responses.js';
import { NDJSON } from '../http/ndjson.js';
import { spanQuery, type SpanQuery } from '../http/span.js';
import { RoundExport } from './round-export.js';
import { FROM, spanOf, TO } from './span-query.js';
import { statisticsView, type StatisticsView } from './statistics-view.js';
import { TaskStatistics } from './task-statistics.js';
import { WhatIf } from './what-if.js';
import { whatIfRequest, whatIfView, type WhatIfRequest, type WhatIfView } from './what-if-view.js';

@ApiTags('admin')
@AccessFor('admin')
@Controller('admin/v1/tasks')
export class RecordsController {
  constructor(
    private readonly rounds: RoundExport,
    private readonly whatIf: WhatIf,
    private readonly statistics: TaskStatistics,
  ) {}

  @Get(':name/rounds')
  @ApiOperation({
    summary: 'Export the rounds of a task',
    description:
      'A line of JSON a round, oldest first, below a first line that says what was asked of them: query, features, combination, propensity, calls with rewards and costs. `purser what-if --log` reads it. Rounds under way are left out. An answer that ends early was cut.',
  })
  @ApiQuery(FROM)
  @ApiQuery(TO)
  @ApiResponse({
    status: 200,
    description: 'The rounds.',
    content: { [NDJSON]: { schema: { type: 'string' } } },
  })
  @ErrorResponses(400, 404)
  export(
    @Param('name') name: string,
    @Query({ schema: spanQuery }) query: SpanQuery,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Readable {
    requireTask(caller, name);
    const lines = this.rounds.lines(spanOf(name, query));
    void reply.headers({ 'content-type': NDJSON, 'cache-control': 'no-store' });
    return Readable.from(lines, { objectMode: false });
  }

  @Post(':name/what-if')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Estimate what another budget, or another policy, would have earned and spent',
    description:
      "From the task's log alone: each round counts by how much more likely its combination would have been. Needs rounds that explored: see `exploration`.",
  })
  @ApiResponse({ status: 200, description: 'By budget.', standardSchema: whatIfView })
  @ErrorResponses(400, 404, 409, 413, 415)
  ask(
    @Param('name') name: string,
    @Body({ schema: whatIfRequest }) request: WhatIfRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<WhatIfView> {
    requireTask(caller, name);
    return this.whatIf.of(name, request);
  }

  @Get(':name/statistics')
  @ApiOperation({
    summary: 'See what is known of a task, and what became of its queries',
    description: 'The queries are those of the last day, unless `from` and `to` say otherwise.',
  })
  @ApiQuery(FROM)
  @ApiQuery(TO)
  @ApiResponse({ status: 200, description: 'The figures.', standardSchema: statisticsView })
  @ErrorResponses(400, 404)
  figures(
    @Param('name') name: string,
    @Query({ schema: spanQuery }) query: SpanQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<StatisticsView> {
    requireTask(caller, name);
    return this.statistics.of(name, query);
  }
}
