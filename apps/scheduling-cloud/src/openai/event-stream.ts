import type { AnswerChunk } from '#contracts';
import { ApiError } from '../http/api-error.js';
import type { QueryView } from '../queries/query-view.js';
import { failureOf, hasAnswer } from './chat-failure.js';
import { DivergedError } from './choice-stream.js';
import { givenBy, roundOf, usageOf } from './completion-of-view.js';
import {
  CompletionStream,
  type CompletionChunk,
  type ServedAnswer,
  type StreamHead,
} from './completion-stream.js';

/** Signs of life that come between two that are passed on: some fifteen seconds. */
const QUIET_LOOKS = 15;

/** A query whose answer is sent as it is made. */
export interface StreamedQuery {
  readonly head: StreamHead;
  /** Whether one answer is served, or all. */
  readonly cascade: boolean;
  /** The models asked, in call order; null where that is not known, and no pieces come. */
  readonly combination: readonly string[] | null;
  readonly pieces: AsyncGenerator<AnswerChunk[], QueryView>;
}

/**
 * The server-sent events of a query: the answer as it is made, its usage if that is asked for, and
 * `[DONE]`; or an event with the error that ended it.
 * @param finished adds to the query at its end what is told besides
 */
export async function* eventsOf(
  query: StreamedQuery,
  finished: (view: QueryView) => QueryView,
): AsyncGenerator<string> {
  try {
    yield* answerEvents(query, finished);
    yield 'data: [DONE]\n\n';
  } catch (error) {
    yield event(told(error).body);
  }
}

async function* answerEvents(
  query: StreamedQuery,
  finished: (view: QueryView) => QueryView,
): AsyncGenerator<string> {
  const stream = new CompletionStream(query.head, query.cascade);
  let quiet = 0;
  for (;;) {
    const next = await query.pieces.next();
    if (next.done) {
      yield lastEvents(stream, finished(next.value), query);
      return;
    }
    quiet = next.value.length > 0 ? 0 : quiet + 1;
    if (quiet > 0 && quiet % QUIET_LOOKS === 0) yield ': waiting\n\n';
    const chunks = next.value.flatMap((piece) => stream.take(piece));
    // Together, for those that came together.
    if (chunks.length > 0) yield chunks.map(event).join('');
  }
}

function lastEvents(stream: CompletionStream, view: QueryView, query: StreamedQuery): string {
  if (!hasAnswer(view)) throw failureOf(view);
  const given = givenBy(view, query.cascade);
  const answers = given.map((call): ServedAnswer => ({
    position: positionOf(call.model, query),
    answer: call.answer ?? '',
    details: {
      ...(call.refusal !== null && { refusal: call.refusal }),
      ...(call.tool_calls.length > 0 && { toolCalls: call.tool_calls }),
    },
    finishReason: call.finish_reason ?? 'stop',
  }));
  return stream.end(answers, usageOf(view), roundOf(view, given)).map(event).join('');
}

/** Of a call in the combination; the fallback comes after all others. */
function positionOf(model: string, { combination }: StreamedQuery): number {
  if (combination === null) return 0;
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
