import type { ChatMessage, ChatOptions, ModelSpec } from '#contracts';
import { boundOf } from './cost.js';

/** What a call asks of a model. */
export interface Asked {
  messages: readonly ChatMessage[];
  options: ChatOptions;
}

/**
 * Tokens that a provider adds of its own: roles and separators for each message, and for tools a
 * prompt that explains them (Anthropic's, the longest known, has some 350 tokens).
 */
const TOKENS_PER_MESSAGE = 16;
const TOKENS_FOR_TOOLS = 1_024;

/**
 * An upper bound of a call's input tokens. A token has at least a byte, so text, tools and schemas
 * are bounded by their bytes as JSON; an image by what the model's provider makes of one.
 */
export function inputTokensBound(
  { messages, options }: Asked,
  { maxImageTokens = 0 }: Pick<ModelSpec, 'maxImageTokens'>,
): number {
  let images = 0;
  const text = JSON.stringify(
    [messages, options.tools, options.response_format, options.tool_choice],
    (key, value: unknown) => {
      if (key !== 'image_url') return value;
      images += 1;
      return undefined;
    },
  );
  return (
    Buffer.byteLength(text) +
    images * maxImageTokens +
    messages.length * TOKENS_PER_MESSAGE +
    (options.tools ? TOKENS_FOR_TOOLS : 0)
  );
}

/** The most tokens that an answer may have: the model's bound, or the request's if that is lower. */
export function outputTokensBound(
  { max_tokens, max_completion_tokens }: ChatOptions,
  { maxOutputTokens }: Pick<ModelSpec, 'maxOutputTokens'>,
): number {
  return Math.min(
    maxOutputTokens,
    max_tokens ?? maxOutputTokens,
    max_completion_tokens ?? maxOutputTokens,
  );
}

/**
 * The most that one attempt of a call may cost, in nano-dollars.
 * @param moreBytes of JSON that the messages may be longer by when the call is made
 */
export function worstCaseNano(
  asked: Asked,
  spec: Pick<ModelSpec, 'price' | 'maxOutputTokens' | 'maxImageTokens'>,
  moreBytes = 0,
): number {
  const inputTokens = inputTokensBound(asked, spec) + moreBytes;
  return boundOf({ inputTokens, outputTokens: outputTokensBound(asked.options, spec) }, spec.price);
}
