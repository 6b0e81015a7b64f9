import type { Readable } from 'node:stream';
import { Body, Controller, Headers, HttpStatus, Param, Post, Res } from '@nestjs/common';
import { ApiExtension, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { text } from '#contracts';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { QueryAccess } from '../auth/query-access.js';
import { errorBody } from '../http/api-error.js';
import { STREAMS } from '../http/described-answers.js';
import { idOf } from '../http/id.js';
import { waitOf } from '../http/prefer.js';
import { onceGone, sentEvents } from '../http/sent-events.js';
import { completionId, secondsOf } from '../openai/chat-completion.js';
import { eventsOf, type StreamedQuery } from '../openai/event-stream.js';
import { taskModelOf } from '../openai/task-model.js';
import { RatingLinks } from '../rating-links/rating-links.js';
import { NextAnswer } from './next-answer.js';
import { NextStream, type OpenNext } from './next-stream.js';
import { queryView, type QueryView } from './query-view.js';

const nextRequest = z
  .strictObject({
    model: text
      .min(1)
      .optional()
      .describe('Whose answer will not do: if another is served by now, nothing more is asked.'),
    stream: z
      .boolean()
      .optional()
      .describe('Whether to send the answer as it is made, as `POST /v1/chat/completions` does.'),
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
    private readonly streams: NextStream,
  ) {}

  @Post(':id/next')
  @ApiOperation({
    summary: 'Try again: ask the next model of the round',
    description:
      'For any-win tasks without an evaluator, where the user is the judge. The answer served so far counts as failed, unless it is rated otherwise. Paid from what was reserved for the query. However many ask at the same time, one more model is asked. With `stream: true`, answers with the server-sent events of a chat completion, the last of which has the usage and the cost; a client that goes away cancels the calls.',
  })
  @ApiExtension(STREAMS, true)
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
    @Body({ schema: nextRequest }) { model, stream }: z.infer<typeof nextRequest>,
    @Headers('prefer') prefer: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<QueryView | Readable> {
    const id = idOf('query', text);
    const waitMs = waitOf(prefer);
    await this.access.require(caller, id, 'id');
    if (stream) return this.streamed(await this.streams.open(id, model), reply);
    const view = this.links.on(await this.answer.ask(id, model, waitMs));
    void reply.status(view.status === 'pending' ? HttpStatus.ACCEPTED : HttpStatus.OK);
    return view;
  }

  private streamed(next: OpenNext, reply: FastifyReply): Readable {
    onceGone(reply, () => this.streams.cancel(next));
    void reply.status(HttpStatus.OK).header('x-purser-round-id', next.view.id);
    return sentEvents(
      eventsOf(streamedNext(next), (view) => this.links.on(view)),
      reply,
    );
  }
}

function streamedNext({ view, asked, pieces }: OpenNext): StreamedQuery {
  const head = {
    id: completionId(view.id),
    created: secondsOf(new Date()),
    model: taskModelOf(view.task).id,
    includeUsage: true,
  };
  return { head, cascade: true, combination: asked?.combination ?? null, pieces };
}
