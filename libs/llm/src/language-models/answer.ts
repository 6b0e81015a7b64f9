import type {
  LanguageModelV3Content,
  LanguageModelV3FinishReason,
  LanguageModelV3Usage,
} from '@ai-sdk/provider';
import type { FinishReason } from '#contracts';
import { AnswerAssembly } from '../answer-assembly.js';
import type { ProviderAnswer } from '../completion.js';
import type { Usage } from '../usage.js';

const FINISH: Partial<Record<LanguageModelV3FinishReason['unified'], FinishReason>> = {
  length: 'length',
  'content-filter': 'content_filter',
  'tool-calls': 'tool_calls',
};

/** Why the model stopped; what is neither of OpenAI's other reasons is a plain end. */
export function finishReasonOf({ unified }: LanguageModelV3FinishReason): FinishReason {
  return FINISH[unified] ?? 'stop';
}

/** The usage; undefined where there is none, which the SDK may tell as no input at all. */
export function usageOf({ inputTokens, outputTokens }: LanguageModelV3Usage): Usage | undefined {
  if (!inputTokens.total) return undefined;
  return {
    inputTokens: inputTokens.total,
    cachedInputTokens: inputTokens.cacheRead ?? 0,
    cacheWriteTokens: inputTokens.cacheWrite ?? 0,
    outputTokens: outputTokens.total ?? 0,
    reasoningTokens: outputTokens.reasoning ?? 0,
    billedUsd: undefined,
  };
}

/** The text and the tool calls of an answer; thoughts are not passed on. */
export function contentOf(
  content: readonly LanguageModelV3Content[],
): Pick<ProviderAnswer, 'answer' | 'details'> {
  const assembly = new AnswerAssembly();
  let index = 0;
  for (const part of content) {
    if (part.type === 'text') assembly.add({ content: part.text });
    if (part.type === 'tool-call') {
      const { toolCallId: id, toolName: name, input } = part;
      assembly.add({ toolCall: { index: index++, id, name, arguments: input } });
    }
  }
  return assembly.answer();
}
