import { ApiError } from '../http/api-error.js';
import type { QueryView } from '../queries/query-view.js';
import type { ChatRequest } from './chat-request.js';
import type { OpenChat } from './chat-completions.js';
import { completionId, secondsOf } from './chat-completion.js';
import { failureOf, hasAnswer } from './chat-failure.js';
import { DivergedError } from './choice-stream.js';
import { givenBy, roundOf, usageOf } from './completion-of-view.js';
import { CompletionStream, type CompletionChunk, type ServedAnswer } from './completion-stream.js';

/** Signs of life that come between two that are passed on: some fifteen seconds. */
const QUIET_LOOKS = 15;

/**
 * The server-sent events of a chat: the answer as it is made, its usage if that is asked for, and
 * `[DONE]`; or an event with the error that ended it.
 */
export async function* eventsOf(chat: OpenChat, request: ChatRequest): AsyncGenerator<string> {
  try {
    yield* answerEvents(chat, request);
    yield 'data: [DONE]\n\n';
  } catch (error) {
    yield event(told(error).body);
  }
}

async function* answerEvents(chat: OpenChat, request: ChatRequest): AsyncGenerator<string> {
  const stream = streamOf(chat, request);
  let quiet = 0;
  for (;;) {
    const next = await chat.pieces.next();
    if (next.done) {
      yield* lastEvents(stream, next.value, chat, request);
      return;
    }
    quiet = next.value.length > 0 ? 0 : quiet + 1;
    if (quiet > 0 && quiet % QUIET_LOOKS === 0) yield ': waiting\n\n';
    const chunks = next.value.flatMap((piece) => stream.take(piece));
    // Together, for those that came together.
    if (chunks.length > 0) yield chunks.map(event).join('');
  }
}

function* lastEvents(
  stream: CompletionStream,
  view: QueryView,
  chat: OpenChat,
  request: ChatRequest,
): Generator<string> {
  if (!hasAnswer(view)) throw failureOf(view);
  const given = givenBy(view, chat.cascade);
  const answers = given.map((call): ServedAnswer => ({
    position: positionOf(call.model, chat),
    answer: call.answer ?? '',
    details: {
      ...(call.refusal !== null && { refusal: call.refusal }),
      ...(call.tool_calls.length > 0 && { toolCalls: call.tool_calls }),
    },
    finishReason: call.finish_reason ?? 'stop',
  }));
  yield stream.end(answers).map(event).join('');
  if (request.stream_options?.include_usage) {
    yield event(stream.usage(usageOf(view), roundOf(view, given)));
  }
}

function streamOf({ taken, cascade }: OpenChat, request: ChatRequest): CompletionStream {
  const [id, at] =
    taken.kind === 'earlier'
      ? [taken.queryId, new Date()]
      : [taken.candidate.id, taken.candidate.createdAt];
  const head = {
    id: completionId(id),
    created: secondsOf(at),
    model: request.model,
    includeUsage: request.stream_options?.include_usage === true,
  };
  return new CompletionStream(head, cascade);
}

/** Of a call in the combination; the fallback comes after all others. */
function positionOf(model: string, { taken }: OpenChat): number {
  if (taken.kind === 'earlier') return 0;
  const { combination } = taken.candidate.round;
  const position = combination.indexOf(model);
  return position === -1 ? combination.length : position;
}

function told(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof DivergedError) return new ApiError(502, 'stream_cut', error.message);
  return new ApiError(500, 'internal_error', 'something went wrong here: look at the query');
}

function event(data: CompletionChunk | ApiError['body']): string {
  return `data: ${JSON.stringify(data)}\n\n`;
}
