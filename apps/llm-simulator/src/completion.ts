import type { Outcome } from '#replay';

/** What names a completion. */
export interface CompletionHead {
  readonly id: string;
  /** Seconds since the epoch. */
  readonly created: number;
  readonly model: string;
}

/** OpenAI's answer to a chat request. A recorded call without an answer has empty content. */
export function completionOf(head: CompletionHead, outcome: Outcome) {
  const message = { role: 'assistant', content: outcome.answer ?? '' };
  return {
    ...head,
    object: 'chat.completion',
    choices: [{ index: 0, message, logprobs: null, finish_reason: 'stop' }],
    usage: usageOf(outcome),
  };
}

/** The same as the chunks of a stream, one a word, with a last one for the usage where it is asked. */
export function chunksOf(head: CompletionHead, outcome: Outcome, includeUsage: boolean) {
  const chunk = (delta: object, finishReason: 'stop' | null) => ({
    ...head,
    object: 'chat.completion.chunk',
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finishReason }],
  });
  const words = (outcome.answer ?? '').match(/\s*\S+\s*$|\s*\S+|\s+$/g) ?? [];
  const usage = { ...chunk({}, null), choices: [], usage: usageOf(outcome) };
  return [
    chunk({ role: 'assistant', content: '' }, null),
    ...words.map((content) => chunk({ content }, null)),
    chunk({}, 'stop'),
    ...(includeUsage ? [usage] : []),
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
