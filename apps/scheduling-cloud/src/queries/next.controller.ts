import { Body, Controller, Headers, HttpStatus, Param, Post, Res } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { text } from '#contracts';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { QueryAccess } from '../auth/query-access.js';
import { errorBody } from '../http/api-error.js';
import { idOf } from '../http/id.js';
import { waitOf } from '../http/prefer.js';
import { RatingLinks } from '../rating-links/rating-links.js';
import { NextAnswer } from './next-answer.js';
import { queryView, type QueryView } from './query-view.js';

const nextRequest = z
  .strictObject({
    model: text
      .min(1)
      .optional()
      .describe('Whose answer will not do: if another is served by now, nothing more is asked.'),
  })
  .default({})
  .meta({ id: 'NextRequest', example: {} });

@ApiTags('queries')
@AccessFor('query')
@Controller('v1/queries')
export class NextController {
  constructor(
    private readonly links: RatingLinks,
    private readonly answer: NextAnswer,
    private readonly access: QueryAccess,
  ) {}

  @Post(':id/next')
  @ApiOperation({
    summary: 'Try again: ask the next model of the round',
    description:
      'For any-win tasks without an evaluator, where the user is the judge. The answer served so far counts as failed, unless it is rated otherwise. Paid from what was reserved for the query. However many ask at the same time, one more model is asked.',
  })
  @ApiHeader({ name: 'Prefer', required: false, example: 'wait=30' })
  @ApiResponse({ status: 200, description: 'Another answer is there.', standardSchema: queryView })
  @ApiResponse({ status: 202, description: 'Being asked.', standardSchema: queryView })
  @ApiResponse({ status: 400, description: 'Not valid.', standardSchema: errorBody })
  @ApiResponse({ status: 404, description: 'No such query.', standardSchema: errorBody })
  @ApiResponse({ status: 409, description: 'No model left to ask.', standardSchema: errorBody })
  @ApiResponse({ status: 413, description: 'Body over 1 MiB.', standardSchema: errorBody })
  @ApiResponse({ status: 415, description: 'Not JSON.', standardSchema: errorBody })
  @ApiResponse({ status: 503, description: 'Try again.', standardSchema: errorBody })
  async next(
    @Param('id') text: string,
    @Body({ schema: nextRequest }) { model }: z.infer<typeof nextRequest>,
    @Headers('prefer') prefer: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QueryView> {
    const id = idOf('query', text);
    const waitMs = waitOf(prefer);
    await this.access.require(caller, id, 'id');
    const view = this.links.on(await this.answer.ask(id, model, waitMs));
    void reply.status(view.status === 'pending' ? HttpStatus.ACCEPTED : HttpStatus.OK);
    return view;
  }
}
