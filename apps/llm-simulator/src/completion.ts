import type { Outcome } from '#replay';
import type { StreamEvent } from './event-stream.js';
import { openAiErrorBody } from './refusal.js';
import type { Played } from './player.js';
import type { ToolCall } from './tool.js';
import { wordsOf } from './words.js';

/** What names a completion. */
export interface CompletionHead {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly model: string;
}

/** What of a played call its answer tells. */
type Told = Pick<Played, 'outcome' | 'toolCall'>;

/** OpenAI's answer to a chat request. A recorded call without an answer has empty content. */
export function completionOf(head: CompletionHead, { outcome, toolCall }: Told) {
  const message = toolCall
    ? { role: 'assistant', content: null, tool_calls: [wireCall(head, toolCall)] }
    : { role: 'assistant', content: outcome.answer ?? '' };
  return {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: reasonOf(toolCall) }],
    usage: usageOf(outcome),
  };
}

/** The same as the chunks of a stream, one a word, with a last one for the usage where it is asked. */
export function chunksOf(
  head: CompletionHead,
  { outcome, toolCall }: Told,
  includeUsage: boolean,
): StreamEvent[] {
  const chunk = (delta: object, finishReason: string | null) => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  });
  const deltas = toolCall
    ? callDeltas(head, toolCall)
    : wordsOf(outcome.answer ?? '').map((content) => ({ content }));
  const usage = { ...chunk({}, null), choices: [], usage: usageOf(outcome) };
  const chunks = [
    chunk({ role: 'assistant', content: toolCall ? null : '' }, null),
    ...deltas.map((delta) => chunk(delta, null)),
    chunk({}, reasonOf(toolCall)),
    ...(includeUsage ? [usage] : []),
    '[DONE]',
  ];
  return chunks.map((data) => ({ data }));
}

/** What stands in a stream that fails on the way. */
export const BROKEN_CHUNK: StreamEvent = {
  data: openAiErrorBody(500, 'An error on demand, in mid-stream.', null),
};

function reasonOf(toolCall: ToolCall | null): string {
  return toolCall ? 'tool_calls' : 'stop';
}

function wireCall({ id }: CompletionHead, { name, arguments: values }: ToolCall) {
  const call = { name, arguments: JSON.stringify(values) };
  return { id: id.replace('chatcmpl', 'call'), type: 'function', function: call };
}

/** The name, then the arguments in two pieces. */
function callDeltas(head: CompletionHead, toolCall: ToolCall): object[] {
  const { id, type, function: wire } = wireCall(head, toolCall);
  const half = Math.ceil(wire.arguments.length / 2);
  const pieces = [wire.arguments.slice(0, half), wire.arguments.slice(half)];
  return [
    { tool_calls: [{ index: 0, id, type, function: { name: wire.name, arguments: '' } }] },
    ...pieces.map((json) => ({ tool_calls: [{ index: 0, function: { arguments: json } }] })),
  ];
}

/** Tokens are 0 where unknown. `cost` is what the call is billed, in dollars, as OpenRouter tells it. */
function usageOf({ inputTokens, outputTokens, costNano }: Outcome) {
  return {
    prompt_tokens: inputTokens ?? 0,
    completion_tokens: outputTokens ?? 0,
    total_tokens: (inputTokens ?? 0) + (outputTokens ?? 0),
    ...(costNano === null ? {} : { cost: costNano / 1e9 }),
  };
}
