import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { LabelStore } from '#storage';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, requireTask, type Caller } from '../auth/caller.js';
import { notFound } from '../http/api-error.js';
import { ErrorResponses } from '../http/error-responses.js';
import { fromField, MONTH_MS, spanWithin, toField } from '../http/span.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import {
  spendQuery,
  spendView,
  viewOfSpend,
  type SpendQuery,
  type SpendView,
} from './spend-view.js';

@ApiTags('admin')
@AccessFor('admin')
@ErrorResponses(401, 403, 429)
@Controller('admin/v1/tasks/:name/spend')
export class SpendController {
  constructor(
    private readonly store: LabelStore,
    private readonly tasks: TaskRegistry,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'Break the spend and the reward of a task down by a label',
    description: 'Of queries with metadata.purser_label_<name>; the dearest value first.',
  })
  @ApiQuery({ name: 'by', required: true, example: 'customer', schema: { type: 'string' } })
  @ApiQuery(fromField('Queries taken in since then; 30 days before `to` without it.'))
  @ApiQuery(toField('And before that; now without it.'))
  @ApiResponse({ status: 200, description: 'By value of the label.', standardSchema: spendView })
  @ErrorResponses(400, 404)
  async spend(
    @Param('name') name: string,
    @Query({ schema: spendQuery }) query: SpendQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<SpendView> {
    requireTask(caller, name);
    if (!this.tasks.has(name)) throw notFound('task', name, 'name');
    const { from, to } = spanWithin(query, MONTH_MS);
    const spend = await this.store.spend(name, query.by, from, to);
    return {
      task: name,
      by: query.by,
      from: from.toISOString(),
      to: to.toISOString(),
      data: spend.map(viewOfSpend),
    };
  }
}
