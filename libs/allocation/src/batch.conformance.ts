import fc from 'fast-check';
import { randomOf, rewardModels } from '#bandit';
import { Choices, inCallOrder } from './choices.js';
import { forecastSettings } from './forecast-settings.js';
import { Forecaster } from './forecaster.js';
import { Ladders } from './ladders.js';
import type { Sample } from './sample.js';

export const MODELS = ['plain', 'versed', 'scholar'] as const;
/** Each kind of query has words of its own, and a chance of success for each model. */
const KINDS = [
  { words: ['stir', 'oven', 'flour', 'taste'], success: [0.95, 0.9, 0.95] },
  { words: ['clause', 'court', 'appeal', 'statute'], success: [0.15, 0.9, 0.95] },
  { words: ['integral', 'proof', 'lemma', 'prime'], success: [0.05, 0.15, 0.9] },
] as const;
const COSTS = [20_000, 60_000, 600_000] as const;

/** Queries whose words tell which model suits them. */
export function samples(count: number, seed: number): Sample[] {
  const random = randomOf(seed);
  const one = <T>(of: readonly T[]): T => of[Math.floor(random.next() * of.length)] as T;
  return Array.from({ length: count }, () => {
    const { words, success } = one<(typeof KINDS)[number]>(KINDS);
    const word = () => one<string>(words);
    const text = `how does the ${word()} of a ${word()} make the ${word()}`;
    const outcomes = MODELS.map((model, at) => {
      const reward = random.next() < (success[at] ?? 0) ? 1 : 0;
      const costNano = Math.round((COSTS[at] ?? 0) * (0.5 + random.next()));
      return [model, { reward, costNano }] as const;
    });
    return { query: { text }, outcomes: new Map(outcomes) };
  });
}

export function trained(known: readonly Sample[], seed = 1): Forecaster {
  return new Forecaster(inCallOrder(MODELS, known), known, forecastSettings(), randomOf(seed));
}

export function singleChoices(forecaster: Forecaster): Choices {
  return new Choices(forecaster.models, { rewardModel: rewardModels['any-win'], size: 1 });
}

export function laddersOf(
  batch: readonly Sample[],
  forecaster: Forecaster,
  choices: Choices,
): Ladders {
  const ladders = new Ladders();
  const values = new Float64Array(choices.count);
  const costs = new Float64Array(choices.count);
  for (const { query } of batch) {
    choices.appraise(forecaster.of(query), values, costs);
    ladders.add(values, costs);
  }
  return ladders;
}

/** A query's choices: value in [0, 1] and whole nano-dollars. */
export type Options = readonly { readonly value: number; readonly cost: number }[];

export const batches: fc.Arbitrary<readonly Options[]> = fc.array(
  fc.array(
    fc.record({
      value: fc.double({ min: 0, max: 1, noNaN: true }),
      cost: fc.integer({ min: 0, max: 1_000 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  { minLength: 1, maxLength: 6 },
);

export function laddersFrom(batch: readonly Options[]): Ladders {
  const ladders = new Ladders();
  for (const options of batch)
    ladders.add(
      Float64Array.from(options, ({ value }) => value),
      Float64Array.from(options, ({ cost }) => cost),
    );
  return ladders;
}

/** Every allocation of a small batch. */
export function everyAllocation(
  batch: readonly Options[],
): { readonly value: number; readonly cost: number }[] {
  return batch.reduce<{ value: number; cost: number }[]>(
    (all, options) =>
      all.flatMap((one) =>
        options.map(({ value, cost }) => ({ value: one.value + value, cost: one.cost + cost })),
      ),
    [{ value: 0, cost: 0 }],
  );
}
