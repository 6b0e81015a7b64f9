import { named } from './named.js';
import {
  textOf,
  type ChatMessage,
  type ChatOptions,
  type ExecutionQuery,
  type Metadata,
  type ModelSpec,
  type TaskSpec,
} from '#contracts';
import { worstCaseNano } from '#llm';

/** What one model is asked. */
export interface Prompt {
  model: string;
  spec: ModelSpec;
  messages: readonly ChatMessage[];
  options: ChatOptions;
  /** Passed on with the request. */
  metadata: Metadata;
  /** The most that one attempt may cost, in nano-dollars. */
  worstNano: number;
}

/**
 * What each model of the combination is asked, in call order: the query itself or, for a task with
 * parts, its part of the query in place of the last user message.
 * @throws Error if a model of the combination is not among those given
 */
export function promptsOf(
  query: ExecutionQuery,
  { parts = [] }: Pick<TaskSpec, 'parts'>,
  models: Models,
): Prompt[] {
  return query.combination.map((model, position) => {
    const part = parts[position];
    const messages = part === undefined ? query.messages : partOf(query, part);
    return promptOf(query, model, models, messages);
  });
}

/**
 * What the task's fallback is asked when every call of the combination failed; null where it has
 * none that has not been asked by then.
 * @throws Error if it is not among the models given
 */
export function fallbackPromptOf(
  query: ExecutionQuery,
  { fallback }: Pick<TaskSpec, 'fallback'>,
  models: Models,
): Prompt | null {
  if (fallback === undefined || query.combination.includes(fallback)) return null;
  // Whoever asks for another answer has one, which is not taken away.
  if (query.turn !== undefined) return null;
  return promptOf(query, fallback, models, query.messages);
}

type Models = Readonly<Record<string, ModelSpec>>;

function promptOf(
  { options, metadata }: ExecutionQuery,
  model: string,
  models: Models,
  messages: readonly ChatMessage[],
): Prompt {
  const spec = named(models, model, 'model');
  const worstNano = worstCaseNano({ messages, options }, spec);
  return { model, spec, messages, options, metadata, worstNano };
}

/** The query's input: its last user message, or its last message where no user speaks. */
export function inputOf({ messages }: Pick<ExecutionQuery, 'messages'>): string {
  const message = messages[inputIndex(messages)];
  return message === undefined ? '' : textOf(message);
}

function partOf(query: ExecutionQuery, part: string): ChatMessage[] {
  const input = inputOf(query);
  // A function, as a replacement text would give `$&` in the input a meaning.
  const text = part.replaceAll('{{input}}', () => input);
  const index = inputIndex(query.messages);
  const images = imagesOf(query.messages[index]);
  const content = images.length === 0 ? text : [{ type: 'text' as const, text }, ...images];
  return query.messages.with(index, { role: 'user', content });
}

function imagesOf(message: ChatMessage | undefined) {
  if (message?.role !== 'user' || typeof message.content === 'string') return [];
  return message.content.filter((part) => part.type === 'image_url');
}

function inputIndex(messages: readonly ChatMessage[]): number {
  const index = messages.findLastIndex(({ role }) => role === 'user');
  return index === -1 ? messages.length - 1 : index;
}
