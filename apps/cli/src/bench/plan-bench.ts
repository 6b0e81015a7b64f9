import { randomOf, rewardModels } from '#bandit';
import {
  accuracyAt,
  Choices,
  Forecaster,
  forecastSettings,
  Front,
  inCallOrder,
  invertedGenerationalDistance,
  Ladders,
  Reliability,
  savingAt,
  trueFront,
  type CostAccuracy,
} from '#allocation';
import { estimateOf, type Estimate, type OutcomeTable } from '#replay';
import { bestSingleOf, knownOf } from '../plan/hindsight.js';
import { recordedBatch, type RecordedBatch } from '../plan/recorded-batch.js';
import { forestRewards } from './forest-rewards.js';
import { nsgaTwo } from './nsga-ii.js';

/** One way to plan, over seeds. */
export interface PlanFigure {
  readonly what: string;
  readonly saving: Estimate;
  readonly accuracyAtCost: Estimate;
  readonly igd: Estimate;
  /** Of the forecasts, and of the allocation. */
  readonly forecastMs: Estimate;
  readonly allocationMs: Estimate;
}

interface Run {
  readonly what: string;
  readonly found: readonly CostAccuracy[];
  readonly forecastMs: number;
  readonly allocationMs: number;
}

/**
 * The front by the sweep and destroy-and-repair beside NSGA-II, which gets the same forecasts and as
 * much time for its search as all of the plan took; and with forests in place of the ridge.
 */
export function benchPlan(table: OutcomeTable, train: number, seeds: number): PlanFigure[] {
  const bySeed = Array.from({ length: seeds }, (_, seed) => {
    const recorded = recordedBatch(table, train, seed);
    const known = recorded.batch.map((query) => knownOf(query, table.models));
    const truth = trueFront(known);
    const best = bestSingleOf(table.models, known);
    return runsOf(recorded, seed).map(({ what, found, ...times }) => ({
      what,
      ...times,
      saving: savingAt(found, best),
      accuracyAtCost: accuracyAt(found, best.costUsd),
      igd: invertedGenerationalDistance(truth, found),
    }));
  });
  return (bySeed[0] ?? []).map(({ what }, way) => {
    const over = (key: 'saving' | 'accuracyAtCost' | 'igd' | 'forecastMs' | 'allocationMs') =>
      estimateOf(bySeed.map((runs) => runs[way]?.[key] ?? NaN));
    return {
      what,
      saving: over('saving'),
      accuracyAtCost: over('accuracyAtCost'),
      igd: over('igd'),
      forecastMs: over('forecastMs'),
      allocationMs: over('allocationMs'),
    };
  });
}

function runsOf({ models, samples, batch }: RecordedBatch, seed: number): Run[] {
  const [forecastMs, forecast] = timed(() => {
    const forecaster = new Forecaster(
      inCallOrder(models, samples),
      samples,
      forecastSettings(),
      randomOf(seed),
    );
    return { forecaster, all: batch.map(({ query }) => forecaster.of(query)) };
  });
  const { forecaster, all } = forecast;
  const terms = { rewardModel: rewardModels['any-win'], size: 1 };
  const choices = new Choices(forecaster.models, terms);
  const reliability = new Reliability(forecaster, choices);
  const ladders = laddersOf(all, choices);
  const played = (points: readonly { readonly choices: Uint16Array }[]) =>
    points.map((point) => playedOf(point.choices, choices, batch));
  const [frontMs, front] = timed(() => new Front(ladders, reliability));
  const [forestMs, rewards] = timed(() =>
    forestRewards(forecaster.models, samples, batch, randomOf(seed)),
  );
  const forestLadders = laddersOf(
    all.map(({ costsNano }, at) => ({ costsNano, rewards: rewards[at] as Float64Array })),
    choices,
  );
  const [forestFrontMs, forestFront] = timed(() => new Front(forestLadders, reliability));
  const end = performance.now() + forecastMs + frontMs;
  const [nsgaMs, nsga] = timed(() =>
    nsgaTwo(ladders, randomOf(seed), () => performance.now() >= end),
  );
  const nsgaPoints = nsga.map(({ rungs }) => ({
    choices: Uint16Array.from(rungs, (rung) => ladders.choice(rung)),
  }));
  return [
    { what: 'ridge, front', found: played(front.points), forecastMs, allocationMs: frontMs },
    {
      what: 'forest, front',
      found: played(forestFront.points),
      forecastMs: forestMs,
      allocationMs: forestFrontMs,
    },
    { what: 'ridge, NSGA-II', found: played(nsgaPoints), forecastMs, allocationMs: nsgaMs },
  ];
}

function laddersOf(forecasts: readonly ReturnType<Forecaster['of']>[], choices: Choices): Ladders {
  const ladders = new Ladders();
  const values = new Float64Array(choices.count);
  const costs = new Float64Array(choices.count);
  for (const forecast of forecasts) {
    choices.appraise(forecast, values, costs);
    ladders.add(values, costs);
  }
  return ladders;
}

function playedOf(of: Uint16Array, choices: Choices, batch: RecordedBatch['batch']): CostAccuracy {
  let reward = 0;
  let costNano = 0;
  batch.forEach((query, at) => {
    const played = choices.play(of[at] as number, query);
    reward += played?.reward ?? 0;
    costNano += played?.costNano ?? 0;
  });
  return { accuracy: reward / batch.length, costUsd: costNano / 1e9 };
}

function timed<T>(run: () => T): [ms: number, result: T] {
  const started = performance.now();
  const result = run();
  return [performance.now() - started, result];
}
