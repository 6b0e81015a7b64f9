import { named } from './named.js';
import type { ChatMessage, ExecutionQuery, ModelSpec, TaskSpec } from '#contracts';

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
  return messages[inputIndex(messages)]?.content ?? '';
}

function partOf(query: ExecutionQuery, part: string): ChatMessage[] {
  const input = inputOf(query);
  // A function, as a replacement text would give `$&` in the input a meaning.
  const content = part.replaceAll('{{input}}', () => input);
  return query.messages.with(inputIndex(query.messages), { role: 'user', content });
}

function inputIndex(messages: readonly ChatMessage[]): number {
  const index = messages.findLastIndex(({ role }) => role === 'user');
  return index === -1 ? messages.length - 1 : index;
}
