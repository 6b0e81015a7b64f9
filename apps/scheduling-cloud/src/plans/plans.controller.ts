import type { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Param,
  Post,
  Query,
  UseGuards,
} from '@nestjs/common';
import { ApiConsumes, ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { ErrorResponses } from '../http/error-responses.js';
import { idOf } from '../http/id.js';
import { NDJSON, ndjsonOr } from '../http/ndjson.js';
import { RoomInBacklog } from '../queries/backlog.js';
import {
  executeRequest,
  pageAfter,
  pageLimit,
  pagePoint,
  planListQuery,
  planRequest,
  type ExecuteRequest,
  type PlanListQuery,
  type PlanRequest,
} from './plan-request.js';
import {
  assignmentsView,
  planList,
  planView,
  type AssignmentsView,
  type PlanList,
  type PlanView,
} from './plan-view.js';
import { wishOf } from './plan-wish.js';
import { Plans } from './plans.js';

@ApiTags('plans')
@AccessFor('query')
@Controller('v1/plans')
export class PlansController {
  constructor(private readonly plans: Plans) {}

  @Post()
  @HttpCode(202)
  @ApiOperation({
    summary: 'Plan a batch of queries',
    description:
      'Foresees from the task\'s history, or from samples that come with it, what every amount of money would buy, and asks nobody yet. As JSON, or for up to 100,000 queries as NDJSON, a query a line, with `task` (and `models`, commas between) in the URL. Look at it until it is "ready". A plan of a vote task gives each query to one model.',
  })
  @ApiConsumes('application/json', NDJSON)
  @ApiQuery({ name: 'task', required: false, description: 'With NDJSON.' })
  @ApiQuery({ name: 'models', required: false, description: 'With NDJSON: a,b,…' })
  @ApiResponse({ status: 202, description: 'Taken.', standardSchema: planView })
  @ErrorResponses(400, 404, 413, 415, 503)
  create(
    @Body({ schema: ndjsonOr(planRequest) }) body: PlanRequest | Readable,
    @Query('task') task: string | undefined,
    @Query('models') models: string | undefined,
    @CurrentCaller() caller: Caller,
  ): Promise<PlanView> {
    return this.plans.create(wishOf(body, { task, models }), caller);
  }

  @Get()
  @ApiOperation({ summary: 'List plans, newest first' })
  @ApiQuery({ name: 'task', required: false, schema: { type: 'string' } })
  @ApiQuery({
    name: 'before',
    required: false,
    description: 'Only plans older than this one: `next` of the page before.',
    schema: { type: 'string', format: 'uuid' },
  })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', default: 50 } })
  @ApiResponse({ status: 200, description: 'Those of your tasks.', standardSchema: planList })
  @ErrorResponses(400)
  list(
    @Query({ schema: planListQuery }) query: PlanListQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<PlanList> {
    return this.plans.list(query, caller);
  }

  @Get(':id')
  @ApiOperation({ summary: 'Look at a plan: its front, and what came of it' })
  @ApiResponse({ status: 200, description: 'The plan.', standardSchema: planView })
  @ErrorResponses(404)
  find(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<PlanView> {
    return this.plans.find(idOf('plan', id), caller);
  }

  @Get(':id/assignments')
  @ApiOperation({
    summary: 'Which models each query is given to',
    description: 'At a point of the front: the one that is run, else the most accurate.',
  })
  @ApiQuery({ name: 'point', required: false, schema: { type: 'integer', minimum: 0 } })
  @ApiQuery({ name: 'after', required: false, schema: { type: 'integer', minimum: 0 } })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', maximum: 1_000 } })
  @ApiResponse({ status: 200, description: 'A page.', standardSchema: assignmentsView })
  @ErrorResponses(400, 404, 409)
  assignments(
    @Param('id') id: string,
    @Query('point', { schema: pagePoint }) point: number | undefined,
    @Query('after', { schema: pageAfter }) after: number,
    @Query('limit', { schema: pageLimit }) limit: number,
    @CurrentCaller() caller: Caller,
  ): Promise<AssignmentsView> {
    return this.plans.assignments(idOf('plan', id), caller, { point, after, limit });
  }

  @Post(':id/execute')
  @HttpCode(200)
  @UseGuards(RoomInBacklog)
  @ApiOperation({
    summary: 'Run a point of the front',
    description:
      'Its queries become ordinary ones: within budgets and caps, learnt from, each at /v1/queries/{id}.',
  })
  @ApiResponse({ status: 200, description: 'It runs.', standardSchema: planView })
  @ErrorResponses(400, 404, 409, 413, 415)
  execute(
    @Param('id') id: string,
    @Body({ schema: executeRequest }) body: ExecuteRequest,
    @CurrentCaller() caller: Caller,
  ): Promise<PlanView> {
    return this.plans.execute(idOf('plan', id), caller, body);
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Send no more of its queries',
    description: 'Those that are under way are answered.',
  })
  @ApiResponse({ status: 200, description: 'It is cancelled.', standardSchema: planView })
  @ErrorResponses(404, 409)
  cancel(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<PlanView> {
    return this.plans.cancel(idOf('plan', id), caller);
  }

  @Post(':id/resume')
  @HttpCode(200)
  @ApiOperation({ summary: 'Go on where it was cancelled' })
  @ApiResponse({ status: 200, description: 'It runs.', standardSchema: planView })
  @ErrorResponses(404, 409)
  resume(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<PlanView> {
    return this.plans.resume(idOf('plan', id), caller);
  }

  @Delete(':id')
  @ApiOperation({
    summary: 'Remove a plan, with the texts that were not sent',
    description: 'What was run of it stays in the books.',
  })
  @ApiResponse({ status: 200, description: 'As it was.', standardSchema: planView })
  @ErrorResponses(404, 409)
  remove(@Param('id') id: string, @CurrentCaller() caller: Caller): Promise<PlanView> {
    return this.plans.remove(idOf('plan', id), caller);
  }
}
