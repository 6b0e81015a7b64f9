import { describe, expect, it } from 'vitest';
import { randomOf, rewardModels } from '#bandit';
import { laddersOf, samples, singleChoices, trained } from './batch.conformance.js';
import { Choices } from './choices.js';
import { forecastSettings } from './forecast-settings.js';
import { Forecaster } from './forecaster.js';
import { Front } from './front.js';
import type { FrontPoint } from './front-point.js';
import { FrontQuestions } from './front-questions.js';
import { UnaffordableError, UnreachableError } from './front-errors.js';
import { Reliability } from './reliability.js';

const forecaster = trained(samples(600, 1));
const choices = singleChoices(forecaster);
const batch = samples(1_000, 2);
const front = new Front(
  laddersOf(batch, forecaster, choices),
  new Reliability(forecaster, choices),
);

function played({ choices: of }: FrontPoint, by: Choices = choices) {
  const all = batch.map((query, at) => by.play(of[at]!, query)!);
  return {
    accuracy: all.reduce((sum, { reward }) => sum + reward, 0) / batch.length,
    costNano: all.reduce((sum, { costNano }) => sum + costNano!, 0),
  };
}

describe('a front', () => {
  it('goes from the cheapest to the most accurate, and no point is worse than a cheaper one', () => {
    const { points } = front;
    expect(points.length).toBeGreaterThan(20);
    points.slice(1).forEach((point, at) => {
      expect(point.costNano).toBeGreaterThanOrEqual(points[at]!.costNano);
      expect(point.accuracy).toBeGreaterThanOrEqual(points[at]!.accuracy);
    });
    const cheapest = new Set(
      Array.from(points[0]!.choices, (choice) => choices.namesOf(choice)[0]),
    );
    expect(cheapest).toEqual(new Set(['plain']));
  });

  it('foresees what will come true: accuracy within its interval, cost within a tenth', () => {
    for (const point of front.points) {
      const { accuracy, costNano } = played(point);
      expect(accuracy).toBeGreaterThan(point.low);
      expect(accuracy).toBeLessThan(point.high);
      expect(Math.abs(point.costNano / costNano - 1)).toBeLessThan(0.1);
    }
  });

  it('earns what the best model earns alone for half of its cost', () => {
    const scholar = batch.map(({ outcomes }) => outcomes.get('scholar')!);
    const alone = scholar.reduce((sum, { reward }) => sum + reward!, 0) / batch.length;
    const cost = scholar.reduce((sum, { costNano }) => sum + costNano!, 0);
    const half = front.questions.withinBudget(cost / 2);
    expect(played(half).accuracy).toBeGreaterThan(alone - 0.02);
  });

  it('answers what a budget buys, and what an accuracy costs', () => {
    const budget = 1e8;
    const within = front.questions.withinBudget(budget);
    expect(within.costNano).toBeLessThanOrEqual(budget);
    expect(within.costNano).toBeGreaterThan(0.95 * budget);
    const back = front.questions.reaching(within.accuracy);
    expect(back.accuracy).toBeGreaterThanOrEqual(within.accuracy - 1e-9);
    expect(back.costNano).toBeLessThan(1.02 * within.costNano);
  });

  it('answers the same after its ground was kept', () => {
    const kept = FrontQuestions.unpacked(structuredClone(front.questions.packed()));
    for (const budget of [5e7, 1e8, 2e8])
      expect(kept.withinBudget(budget)).toEqual(front.questions.withinBudget(budget));
    expect(kept.reaching(0.7)).toEqual(front.questions.reaching(0.7));
  });

  it('says what is the highest accuracy, and the lowest cost, that can be had', () => {
    expect(() => front.questions.reaching(0.999)).toThrow(UnreachableError);
    expect(() => front.questions.reaching(0.999)).toThrow(
      /highest accuracy that can be had is expected to be 0\.[89]\d*: /,
    );
    expect(() => front.questions.withinBudget(1)).toThrow(UnaffordableError);
    const { highest } = refusalOf(() => front.questions.reaching(0.999)) as UnreachableError;
    expect(front.questions.reaching(highest).accuracy).toBeCloseTo(highest, 9);
    const { cheapestNano } = refusalOf(() => front.questions.withinBudget(1)) as UnaffordableError;
    expect(front.questions.withinBudget(cheapestNano).costNano).toBe(Math.round(cheapestNano));
  });

  it('lists "always this model" where no mixture is foreseen to be better', () => {
    // Of words that tell nothing, one model is right nearly always.
    const plain = Array.from({ length: 200 }, (_, at) => ({
      query: { text: `query ${at}` },
      outcomes: new Map([
        ['scholar', { reward: at % 20 === 0 ? 0 : 1, costNano: 500 }],
        ['plain', { reward: at % 3 === 0 ? 1 : 0, costNano: 10 }],
      ]),
    }));
    const models = ['plain', 'scholar'];
    const knowing = new Forecaster(models, plain, forecastSettings(), randomOf(1));
    const singles = singleChoices(knowing);
    const alike = new Front(laddersOf(plain, knowing, singles), new Reliability(knowing, singles));
    const [last] = alike.points.slice(-1);
    expect(new Set(last!.choices).size).toBe(1);
    expect(singles.namesOf(last!.choices[0]!)).toEqual(['scholar']);
    expect(last!.costNano).toBeCloseTo(200 * 500, -3);
    expect(last!.accuracy).toBeGreaterThan(0.9);
    expect(alike.questions.withinBudget(1e9).accuracy).toBe(last!.accuracy);
    expect(alike.questions.reaching(last!.accuracy).costNano).toBe(last!.costNano);
    expect(() => alike.questions.reaching(0.999)).toThrow(UnreachableError);
  });

  it('asks several models a query where that is worth it', () => {
    const pairs = new Choices(forecaster.models, { rewardModel: rewardModels['any-win'], size: 2 });
    const paired = new Front(
      laddersOf(batch, forecaster, pairs),
      new Reliability(forecaster, pairs),
    );
    const top = played(paired.points.at(-1)!, pairs);
    expect(top.accuracy).toBeGreaterThan(played(front.points.at(-1)!).accuracy);
    expect(Math.abs(paired.points.at(-1)!.costNano / top.costNano - 1)).toBeLessThan(0.15);
  });

  it('is there for a batch of one query', () => {
    const one = new Front(
      laddersOf(batch.slice(0, 1), forecaster, choices),
      new Reliability(forecaster, choices),
    );
    expect(one.points[0]!.choices).toHaveLength(1);
    expect(one.points[0]!.low).toBeGreaterThanOrEqual(0);
  });
});

function refusalOf(act: () => unknown): unknown {
  try {
    act();
  } catch (error) {
    return error;
  }
  throw new Error('it was not refused');
}
