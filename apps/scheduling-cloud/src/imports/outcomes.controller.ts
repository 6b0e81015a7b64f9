import { Body, Controller, HttpCode, Param, Post, Query } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiOperation,
  ApiQuery,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, requireTask, type Caller } from '../auth/caller.js';
import { ErrorResponses } from '../http/error-responses.js';
import { NDJSON, ndjsonOf } from '../http/ndjson.js';
import { ImportOutcomes } from './import-outcomes.js';
import { importId, importView, type ImportView } from './import-view.js';

@ApiTags('admin')
@AccessFor('admin')
@Controller('admin/v1/tasks')
export class OutcomesController {
  constructor(private readonly imports: ImportOutcomes) {}

  @Post(':name/outcomes')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Import outcomes that are known already, so that a task starts warm',
    description:
      'One JSON object a line: model, and score or cost_usd or both; query, its text (which a contextual task needs); input_tokens and output_tokens. All lines count or none, once for each import_id. Statistics only: no money is spent or booked.',
  })
  @ApiConsumes(NDJSON)
  @ApiBody({
    schema: { type: 'string' },
    examples: {
      lines: {
        value:
          '{"model":"gpt-4o-mini","query":"How much is 6 x 7?","score":1,"cost_usd":0.00002}\n',
      },
    },
  })
  @ApiQuery({ name: 'import_id', schema: { type: 'string', maxLength: 200 }, example: 'evals-may' })
  @ApiResponse({ status: 200, description: 'Imported.', standardSchema: importView })
  @ErrorResponses(400, 404, 409, 413, 415, 503)
  run(
    @Param('name') task: string,
    @Query('import_id', { schema: importId }) id: string,
    @Body() body: unknown,
    @CurrentCaller() caller: Caller,
  ): Promise<ImportView> {
    requireTask(caller, task);
    const content = ndjsonOf(body);
    return this.imports.run({ task, importId: id, keyId: caller.keyId, content });
  }
}
