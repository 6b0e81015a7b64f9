import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { text } from '#contracts';
import { OverrunStore } from '#storage';
import { AccessFor } from '../auth/access.js';
import { AllTasksGuard } from '../auth/all-tasks-guard.js';
import { ErrorResponses } from '../http/error-responses.js';

const MOST_ENTRIES = 500;

const overrunQuery = z.strictObject({
  task: text.min(1).optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ENTRIES).default(100),
});
type OverrunQuery = z.infer<typeof overrunQuery>;

const overrunList = z
  .strictObject({
    data: z.array(
      z.strictObject({
        id: z.int(),
        at: z.iso.datetime(),
        round_id: z.string(),
        task: z.string().nullable().describe('Null: the query is not kept any more.'),
        reserved_usd: z.number().nullable(),
        over_usd: z.number().describe('By how much it cost more.'),
      }),
    ),
  })
  .meta({ id: 'OverrunList' });
type OverrunList = z.infer<typeof overrunList>;

@ApiTags('admin')
@AccessFor('admin')
@UseGuards(AllTasksGuard)
@Controller('admin/v1/overruns')
export class OverrunsController {
  constructor(private readonly store: OverrunStore) {}

  @Get()
  @ApiOperation({
    summary: 'See which queries cost more than was reserved for them, newest first',
    description:
      'A provider billed more than its price list and the bound of the answer allow, or attempts were made that no cap covers.',
  })
  @ApiQuery({ name: 'task', required: false, schema: { type: 'string' } })
  @ApiQuery({
    name: 'before',
    required: false,
    description: 'Only those older than the one with this id: the last of the page before.',
    schema: { type: 'integer' },
  })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', default: 100 } })
  @ApiResponse({ status: 200, description: 'The queries.', standardSchema: overrunList })
  @ErrorResponses(400)
  async list(@Query({ schema: overrunQuery }) query: OverrunQuery): Promise<OverrunList> {
    const { task, before: beforeId, limit } = query;
    const overruns = await this.store.list({ task, beforeId, limit });
    return {
      data: overruns.map(({ id, at, queryId, task: of, reservedNano, overNano }) => ({
        id,
        at: at.toISOString(),
        round_id: queryId,
        task: of,
        reserved_usd: reservedNano === null ? null : reservedNano / 1e9,
        over_usd: overNano / 1e9,
      })),
    };
  }
}
