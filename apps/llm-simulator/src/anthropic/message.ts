import type { StreamEvent } from '../event-stream.js';
import type { Played } from '../player.js';
import { wordsOf } from '../words.js';

const ERROR_TYPES: Readonly<Record<number, string>> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  529: 'overloaded_error',
};

/** What names a message. */
export interface MessageHead {
  readonly id: string;
  readonly model: string;
}

/** What of a played call its answer tells. */
type Told = Pick<Played, 'outcome' | 'toolCall'>;

/** Anthropic's message. */
export function messageOf(head: MessageHead, told: Told) {
  const { outcome, toolCall } = told;
  const content = toolCall
    ? { ...toolUse(head, toolCall.name), input: toolCall.arguments }
    : { type: 'text', text: outcome.answer ?? '' };
  return {
    ...head,
    type: 'message',
    role: 'assistant',
    content: [content],
    stop_reason: reasonOf(told),
    stop_sequence: null,
    usage: usageOf(told),
  };
}

/** The same as events: what the input had at the beginning, what the output has at the end. */
export function messageEvents(head: MessageHead, told: Told): StreamEvent[] {
  const { outcome, toolCall } = told;
  const usage = usageOf(told);
  const start = { ...messageOf(head, told), content: [], stop_reason: null };
  const block = toolCall
    ? { ...toolUse(head, toolCall.name), input: {} }
    : { type: 'text', text: '' };
  const deltas = toolCall
    ? [{ type: 'input_json_delta', partial_json: JSON.stringify(toolCall.arguments) }]
    : wordsOf(outcome.answer ?? '').map((text) => ({ type: 'text_delta', text }));
  return [
    { type: 'message_start', message: { ...start, usage: { ...usage, output_tokens: 1 } } },
    { type: 'content_block_start', index: 0, content_block: block },
    ...deltas.map((delta) => ({ type: 'content_block_delta', index: 0, delta })),
    { type: 'content_block_stop', index: 0 },
    {
      type: 'message_delta',
      delta: { stop_reason: reasonOf(told), stop_sequence: null },
      usage: { output_tokens: usage.output_tokens },
    },
    { type: 'message_stop' },
  ].map((data) => ({ event: data.type, data }));
}

/** What stands in a stream that fails on the way. */
export const BROKEN_MESSAGE: StreamEvent = {
  event: 'error',
  data: anthropicErrorBody(529, 'An error on demand, in mid-stream.'),
};

/** A refusal in Anthropic's shape. */
export function anthropicErrorBody(status: number, message: string): object {
  return { type: 'error', error: { type: ERROR_TYPES[status] ?? 'api_error', message } };
}

function toolUse({ id }: MessageHead, name: string) {
  return { type: 'tool_use', id: id.replace('msg', 'toolu'), name };
}

function reasonOf({ toolCall }: Told): string {
  return toolCall ? 'tool_use' : 'end_turn';
}

/** Tokens are 0 where unknown. */
function usageOf({ outcome: { inputTokens, outputTokens } }: Told) {
  return { input_tokens: inputTokens ?? 0, output_tokens: outputTokens ?? 0 };
}
