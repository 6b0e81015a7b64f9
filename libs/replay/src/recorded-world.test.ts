import { describe, expect, it } from 'vitest';
import { recordedWorld } from './recorded-world.js';
import type { RecordedQuery } from './recorded-query.js';

function query(id: string, task: string, text: string, answers: Record<string, string>) {
  const outcomes = Object.entries(answers).map(
    ([model, answer]) => [model, outcome(answer)] as const,
  );
  return { id, task, text, outcomes: new Map(outcomes), label: null, split: null };
}

function outcome(answer: string) {
  const unknown = { latencyMs: null, inputTokens: null, outputTokens: null };
  return { score: 1, costNano: 100, answer, ...unknown };
}

const queries: RecordedQuery[] = [
  query('1', 'sums', 'same text', { small: 'one' }),
  query('2', 'words', 'same text', { small: 'two', large: 'deux' }),
  query('3', 'words', 'other text', { large: 'trois' }),
];

describe('a recorded world', () => {
  const world = recordedWorld(queries);
  const answer = (id: string | null, text: string, task: string | null, model: string) =>
    world.outcomeOf({ id, text, task }, model)?.answer;

  it('knows the models and tasks of all its queries', () => {
    expect(world.models).toEqual(['small', 'large']);
    expect(world.tasks).toEqual(['sums', 'words']);
  });

  it('finds a query by its id, whatever its text', () => {
    expect(answer('2', 'rephrased', null, 'small')).toBe('two');
  });

  it('finds a query without an id by its exact text', () => {
    expect(answer(null, 'other text', null, 'large')).toBe('trois');
    expect(answer(null, 'other text ', null, 'large')).toBeUndefined();
  });

  it('tells queries of one text apart by their task', () => {
    expect(answer(null, 'same text', 'words', 'small')).toBe('two');
    expect(answer(null, 'same text', null, 'small')).toBe('one');
  });

  it('knows no outcome of an unknown id or model', () => {
    expect(answer('4', 'same text', null, 'small')).toBeUndefined();
    expect(answer('3', 'other text', null, 'small')).toBeUndefined();
  });
});
