import { named } from './named.js';
import {
  textOf,
  type ChatMessage,
  type ExecutionQuery,
  type ModelSpec,
  type TaskSpec,
} from '#contracts';

/** What one model of the combination is asked. */
export interface Prompt {
  model: string;
  spec: ModelSpec;
  messages: readonly ChatMessage[];
}

/**
 * What each model of the combination is asked, in call order: the query itself or, for a task with
 * parts, its part of the query in place of the last user message.
 * @throws Error if a model of the combination is not among those given
 */
export function promptsOf(
  query: ExecutionQuery,
  { parts = [] }: Pick<TaskSpec, 'parts'>,
  models: Readonly<Record<string, ModelSpec>>,
): Prompt[] {
  return query.combination.map((model, position) => {
    const part = parts[position];
    return {
      model,
      spec: named(models, model, 'model'),
      messages: part === undefined ? query.messages : partOf(query, part),
    };
  });
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
