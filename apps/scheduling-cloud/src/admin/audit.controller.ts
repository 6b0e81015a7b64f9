import { Controller, Get, Query, UseGuards } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { text } from '#contracts';
import { AuditStore } from '#storage';
import { AccessFor } from '../auth/access.js';
import { AllTasksGuard } from '../auth/all-tasks-guard.js';
import { ErrorResponses } from '../http/error-responses.js';

const MOST_ENTRIES = 500;

const auditQuery = z.strictObject({
  kind: text.min(1).optional(),
  name: text.min(1).optional(),
  before: z.coerce.number().int().positive().optional(),
  limit: z.coerce.number().int().min(1).max(MOST_ENTRIES).default(100),
});
type AuditQuery = z.infer<typeof auditQuery>;

const auditList = z
  .strictObject({
    data: z.array(
      z.strictObject({
        id: z.int(),
        at: z.iso.datetime(),
        key_id: z.string().nullable().describe('Who; null: the service itself, or anyone.'),
        action: z.string(),
        kind: z.string(),
        name: z.string(),
        before: z.unknown().describe('Null: it was not there.'),
        after: z.unknown().describe('Null: it is not there any more.'),
      }),
    ),
  })
  .meta({ id: 'AuditList' });
type AuditList = z.infer<typeof auditList>;

@ApiTags('admin')
@AccessFor('admin')
@UseGuards(AllTasksGuard)
@Controller('admin/v1/audit')
export class AuditController {
  constructor(private readonly store: AuditStore) {}

  @Get()
  @ApiOperation({ summary: 'See who changed what, newest first' })
  @ApiQuery({ name: 'kind', required: false, example: 'task', schema: { type: 'string' } })
  @ApiQuery({ name: 'name', required: false, schema: { type: 'string' } })
  @ApiQuery({
    name: 'before',
    required: false,
    description: 'Only entries older than the one with this id: the last of the page before.',
    schema: { type: 'integer' },
  })
  @ApiQuery({ name: 'limit', required: false, schema: { type: 'integer', default: 100 } })
  @ApiResponse({ status: 200, description: 'The changes.', standardSchema: auditList })
  @ErrorResponses(400)
  async list(@Query({ schema: auditQuery }) query: AuditQuery): Promise<AuditList> {
    const { before: beforeId, ...filter } = query;
    const entries = await this.store.list({ ...filter, beforeId });
    return {
      data: entries.map(({ id, at, keyId, ...change }) => ({
        id,
        at: at.toISOString(),
        key_id: keyId,
        ...change,
      })),
    };
  }
}
