import type { StreamEvent } from '../event-stream.js';
import type { Played } from '../player.js';
import { wordsOf } from '../words.js';

const STATUSES: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  404: 'NOT_FOUND',
  429: 'RESOURCE_EXHAUSTED',
  503: 'UNAVAILABLE',
};

/** What of a played call its answer tells. */
type Told = Pick<Played, 'outcome' | 'toolCall'>;

/** Gemini's answer. */
export function contentOf(model: string, told: Told) {
  return contentWith(model, partsOf(told), told);
}

/** The same in pieces, the last of which says the end and the tokens. */
export function contentEvents(model: string, told: Told): StreamEvent[] {
  const { outcome, toolCall } = told;
  const pieces = toolCall
    ? [partsOf(told)]
    : wordsOf(outcome.answer ?? '').map((text) => [{ text }]);
  return [...pieces.map((parts) => contentWith(model, parts)), contentOf(model, ended(told))].map(
    (data) => ({ data }),
  );
}

/** What stands in a stream that fails on the way. */
export const BROKEN_CONTENT: StreamEvent = {
  data: googleErrorBody(503, 'An error on demand, in mid-stream.'),
};

/** A refusal in Google's shape. */
export function googleErrorBody(code: number, message: string): object {
  return { error: { code, message, status: STATUSES[code] ?? 'INTERNAL' } };
}

/** Of a stream's last piece, which says nothing more. */
function ended({ outcome }: Told): Told {
  return { outcome: { ...outcome, answer: '' }, toolCall: null };
}

function partsOf({ outcome, toolCall }: Told): object[] {
  if (toolCall === null) return [{ text: outcome.answer ?? '' }];
  return [{ functionCall: { name: toolCall.name, args: toolCall.arguments } }];
}

/** @param end told where it is the end; Gemini's reason for one with a tool call is STOP too */
function contentWith(model: string, parts: object[], end?: Told) {
  return {
    candidates: [
      { index: 0, content: { role: 'model', parts }, ...(end && { finishReason: 'STOP' }) },
    ],
    modelVersion: model,
    ...(end && { usageMetadata: usageOf(end) }),
  };
}

/** Tokens are 0 where unknown. */
function usageOf({ outcome: { inputTokens, outputTokens } }: Told) {
  return {
    promptTokenCount: inputTokens ?? 0,
    candidatesTokenCount: outputTokens ?? 0,
    totalTokenCount: (inputTokens ?? 0) + (outputTokens ?? 0),
  };
}
