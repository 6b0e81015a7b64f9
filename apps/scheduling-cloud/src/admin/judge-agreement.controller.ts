import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, requireTask, type Caller } from '../auth/caller.js';
import { notFound } from '../http/api-error.js';
import { ErrorResponses } from '../http/error-responses.js';
import {
  fromField,
  MONTH_MS,
  spanQuery,
  spanWithin,
  toField,
  type SpanQuery,
} from '../http/span.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { JudgeAgreement, type Agreement } from './judge-agreement.js';

const agreementView = z
  .strictObject({
    task: z.string(),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    success_at: z.number().describe('From which score or rating on an answer is good.'),
    data: z.array(
      z.strictObject({
        judge: z.string().describe('The model that judged.'),
        answers: z.int().describe('Those that it and users have marked.'),
        mean_absolute_difference: z.number().describe('Of score and rating, in [0, 1].'),
        mean_difference: z.number().describe('Above 0 the judge is the kinder one.'),
        correlation: z
          .number()
          .nullable()
          .describe("Pearson's; null where one of the two has always said the same."),
        kappa: z
          .number()
          .nullable()
          .describe("Cohen's, of whether an answer is good: 1 is agreement, 0 that by chance."),
        both_good: z.int(),
        only_judge_good: z.int(),
        only_user_good: z.int(),
        both_poor: z.int(),
      }),
    ),
  })
  .meta({ id: 'JudgeAgreement' });
type AgreementView = z.infer<typeof agreementView>;

@ApiTags('admin')
@AccessFor('admin')
@ErrorResponses(401, 403, 429)
@Controller('admin/v1/tasks/:name/judge-agreement')
export class JudgeAgreementController {
  constructor(
    private readonly agreement: JudgeAgreement,
    private readonly tasks: TaskRegistry,
  ) {}

  @Get()
  @ApiOperation({
    summary: 'See how far a judge agrees with the users',
    description:
      'Of the answers that a model has judged (`llm-judge`) and users have rated, by the model that judged.',
  })
  @ApiQuery(fromField('Calls made since then; 30 days before `to` without it.'))
  @ApiQuery(toField('And before that; now without it.'))
  @ApiResponse({ status: 200, description: 'By judge.', standardSchema: agreementView })
  @ErrorResponses(400, 404)
  async show(
    @Param('name') name: string,
    @Query({ schema: spanQuery }) query: SpanQuery,
    @CurrentCaller() caller: Caller,
  ): Promise<AgreementView> {
    requireTask(caller, name);
    if (!this.tasks.has(name)) throw notFound('task', name, 'name');
    const task = this.tasks.get(name);
    const { from, to } = spanWithin(query, MONTH_MS);
    const rows = await this.agreement.of([task], from, to);
    return {
      task: name,
      from: from.toISOString(),
      to: to.toISOString(),
      success_at: task.execution.successAt,
      data: rows.map(viewOf),
    };
  }
}

function viewOf(row: Agreement): AgreementView['data'][number] {
  return {
    judge: row.judge,
    answers: row.answers,
    mean_absolute_difference: row.meanAbsoluteDifference,
    mean_difference: row.meanDifference,
    correlation: row.correlation,
    kappa: row.kappa,
    both_good: row.bothGood,
    only_judge_good: row.onlyJudgeGood,
    only_user_good: row.onlyUserGood,
    both_poor: row.bothPoor,
  };
}
