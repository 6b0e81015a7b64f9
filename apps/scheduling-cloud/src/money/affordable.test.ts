import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseConfig } from '#config';
import { configuredTasks } from '../tasks/configured-tasks.js';
import type { Task } from '../tasks/task.js';
import { affordable, leastWorstCase } from './affordable.js';

const MODELS = ['a', 'b', 'c', 'd', 'e'];

function task(reward: string, size: number): Task {
  const models = MODELS.map(
    (model) =>
      `  ${model}: { baseUrl: http://127.0.0.1:1/v1, maxOutputTokens: 1024, price: { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1 } }`,
  );
  const written = `models:\n${models.join('\n')}\ntasks:\n  t: { reward: ${reward}, size: ${size}, budgetUsdPerQuery: 1, evaluator: none }\n`;
  return configuredTasks(parseConfig(written))[0]!;
}

function worstOf(costs: readonly number[]): (model: string) => number {
  return (model) => costs[MODELS.indexOf(model)]!;
}

/** What is left: the size with the models of each variant. */
function shapes(variants: readonly Task[]): [number, string][] {
  return variants.map(({ size, models }) => [size, [...models.keys()].join('')]);
}

function combinationsOf(models: readonly string[], size: number): string[][] {
  if (size === 0) return [[]];
  return models.flatMap((model, at) =>
    combinationsOf(models.slice(at + 1), size - 1).map((rest) => [model, ...rest]),
  );
}

describe('what is affordable', () => {
  const costs = worstOf([1, 2, 3, 4, 5]);

  it('is the task as it is, where all its combinations are', () => {
    const whole = task('any-win', 2);
    expect(affordable(whole, costs, { exclude: [], maxNano: 9 })).toEqual([whole]);
    expect(affordable(whole, costs, { exclude: [] })).toEqual([whole]);
  });

  it('is, for a cascade, each size with the models that fit it however they are combined', () => {
    const variants = affordable(task('any-win', 3), costs, { exclude: [], maxNano: 6 });
    expect(shapes(variants)).toEqual([
      [3, 'abc'],
      [2, 'abc'],
      [1, 'abcde'],
    ]);
  });

  it('is, where all models are asked, the one size that there is', () => {
    const pair = task('sum-up', 2);
    expect(shapes(affordable(pair, costs, { exclude: [], maxNano: 5 }))).toEqual([[2, 'abc']]);
    expect(affordable(pair, costs, { exclude: [], maxNano: 2 })).toEqual([]);
    expect(affordable(pair, costs, { exclude: ['a', 'b', 'c', 'd'] })).toEqual([]);
  });

  it('has none of the models that are excluded', () => {
    const variants = affordable(task('any-win', 2), costs, { exclude: ['a', 'c'], maxNano: 6 });
    expect(shapes(variants)).toEqual([
      [2, 'bd'],
      [1, 'bde'],
    ]);
  });

  it('never passes the limit, and is nothing only where nothing fits', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('any-win', 'sum-up', 'all-in'),
        fc.integer({ min: 1, max: 4 }),
        fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 0, max: 300 }),
        fc.subarray(MODELS, { maxLength: 3 }),
        (reward, size, worst, maxNano, exclude) => {
          const whole = task(reward, size);
          const of = worstOf(worst);
          const variants = affordable(whole, of, { exclude, maxNano });
          for (const { size: count, models } of variants) {
            for (const combination of combinationsOf([...models.keys()], count)) {
              expect(combination.reduce((sum, model) => sum + of(model), 0)).toBeLessThanOrEqual(
                maxNano,
              );
              expect(exclude.some((model) => combination.includes(model))).toBe(false);
            }
          }
          const isPossible =
            reward === 'any-win' ? exclude.length < 5 : MODELS.length - exclude.length >= size;
          const fits = isPossible && leastWorstCase(whole, of, exclude) <= maxNano;
          expect(variants.length > 0).toBe(fits);
        },
      ),
    );
  });
});
