import type { Readable } from 'node:stream';
import { Body, Controller, Headers, HttpCode, Post, Res, UseGuards } from '@nestjs/common';
import { ApiExtension, ApiHeader, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AccessFor } from '../auth/access.js';
import { CurrentCaller, type Caller } from '../auth/caller.js';
import { errorBody } from '../http/api-error.js';
import { STREAMS } from '../http/described-answers.js';
import { RoomInBacklog } from '../queries/backlog.js';
import { onceGone, sentEvents } from '../http/sent-events.js';
import type { QueryView } from '../queries/query-view.js';
import { debugHeaders, headersOfTaken, headersOfView } from '../queries/response-headers.js';
import { RatingLinks } from '../rating-links/rating-links.js';
import { ChatCompletions, type OpenChat } from './chat-completions.js';
import { chatCompletion, completionId, secondsOf, type ChatCompletion } from './chat-completion.js';
import { failureOf, hasAnswer } from './chat-failure.js';
import { chatRequest, type ChatRequest } from './chat-request.js';
import { completionOf } from './completion-of-view.js';
import { eventsOf, type StreamedQuery } from './event-stream.js';

@ApiTags('openai')
@AccessFor('query')
@Controller('v1/chat/completions')
export class ChatController {
  constructor(
    private readonly chats: ChatCompletions,
    private readonly links: RatingLinks,
  ) {}

  @Post()
  @UseGuards(RoomInBacklog)
  @HttpCode(200)
  @ApiOperation({
    summary: 'Submit a query as an OpenAI client does',
    description:
      'The `model` is `purser/<task>`. With `stream: true`, answers with server-sent events: chunks of the answer, with `stream_options.include_usage` one with the usage and the cost, and `[DONE]`; an error on the way is an event with `error`. What no model of the task can honour is refused by name.',
  })
  @ApiExtension(STREAMS, true)
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiHeader({ name: 'x-purser-debug', required: false, example: 'true' })
  @ApiResponse({ status: 200, description: 'The answer.', standardSchema: chatCompletion })
  @ApiResponse({ status: 400, description: 'Not valid.', standardSchema: errorBody })
  @ApiResponse({ status: 404, description: 'No such model.', standardSchema: errorBody })
  @ApiResponse({ status: 409, description: 'Key used before.', standardSchema: errorBody })
  @ApiResponse({ status: 410, description: 'Answer not kept.', standardSchema: errorBody })
  @ApiResponse({ status: 413, description: 'Body over 1 MiB.', standardSchema: errorBody })
  @ApiResponse({ status: 415, description: 'Not JSON.', standardSchema: errorBody })
  @ApiResponse({ status: 429, description: 'Over a cap or a limit.', standardSchema: errorBody })
  @ApiResponse({ status: 502, description: 'Every call failed.', standardSchema: errorBody })
  @ApiResponse({
    status: 503,
    description: 'Try again; with Retry-After.',
    standardSchema: errorBody,
  })
  @ApiResponse({ status: 504, description: 'No answer in time.', standardSchema: errorBody })
  async complete(
    @Body({ schema: chatRequest }) request: ChatRequest,
    @Headers('idempotency-key') idempotencyKey: string | undefined,
    @Headers('x-purser-debug') debug: string | undefined,
    @CurrentCaller() caller: Caller,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChatCompletion | Readable> {
    const chat = await this.chats.open(request, { caller, idempotencyKey });
    onceGone(reply, () => this.chats.cancel(chat));
    tell(reply, chat, debug === 'true');
    const finished = (view: QueryView) => this.links.on(view);
    if (request.stream) return sentEvents(eventsOf(streamedChat(chat, request), finished), reply);
    const view = finished(await lastOf(chat));
    tell(reply, chat, debug === 'true', view);
    if (!hasAnswer(view)) throw failureOf(view);
    return completionOf(view, request.model, chat.cascade);
  }
}

/** The chat as a stream has it. */
function streamedChat({ taken, cascade, pieces }: OpenChat, request: ChatRequest): StreamedQuery {
  const [id, at, combination] =
    taken.kind === 'earlier'
      ? [taken.queryId, new Date(), null]
      : [taken.candidate.id, taken.candidate.createdAt, taken.candidate.round.combination];
  const head = {
    id: completionId(id),
    created: secondsOf(at),
    model: request.model,
    includeUsage: request.stream_options?.include_usage === true,
  };
  return { head, cascade, combination, pieces };
}

/** The query at its end, whatever comes before. */
async function lastOf({ pieces }: OpenChat): Promise<QueryView> {
  for (;;) {
    const next = await pieces.next();
    if (next.done) return next.value;
  }
}

function tell(reply: FastifyReply, { taken }: OpenChat, debug: boolean, view?: QueryView): void {
  const id = taken.kind === 'earlier' ? taken.queryId : taken.candidate.id;
  void reply.headers({
    ...headersOfTaken(taken, id),
    ...(view && headersOfView(view)),
    ...(debug && debugHeaders(taken, view)),
  });
}
