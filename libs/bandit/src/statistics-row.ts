import { add, emptyArm, type ArmStatistics } from './arm-statistics.js';
import { FailureStatistics, type FailureRow } from './failure-statistics.js';
import { epochOf, weighed, weightOf, type Forgetting } from './forgetting.js';
import type { ModelId } from './model-offer.js';
import { addTokens, noTokens, priceRatio, type TokenPrice, type TokenSums } from './token-price.js';

/** Statistics as they are stored: sums of integers over the calls of one model that have these in common. */
export interface StatisticsRow extends FailureRow {
  /** A round of the epoch in which the calls were decided; 0 where nothing was forgotten then. */
  readonly epoch: number;
  /** What they were paid at; null where that is not known. */
  readonly price: TokenPrice | null;
  /** Of the calls whose tokens and cost are known. */
  readonly tokens: TokenSums;
}

/** How rows are to be read. */
export interface Reading {
  /** 1-based: the round that is to be decided. */
  readonly round: number;
  readonly forgetting: Forgetting;
  /** What a model asks today; undefined for one that is no longer offered. */
  readonly priceOf: (model: ModelId) => TokenPrice | undefined;
}

/** What stored rows come to, for a policy to decide from. */
export interface Recollected {
  readonly statistics: ReadonlyMap<ModelId, ArmStatistics>;
  readonly failures: FailureStatistics;
  readonly tokens: ReadonlyMap<ModelId, TokenSums>;
}

/** Below this an epoch is forgotten. */
const LEAST_WEIGHT = 1e-3;

/**
 * The sums of the rows, old epochs weighing less, and all costs as if they had been paid at today's
 * prices. Costs of a row whose price cannot be compared with today's are left out, as if they had never
 * been seen.
 */
export function recollect(rows: Iterable<StatisticsRow>, reading: Reading): Recollected {
  const statistics = new Map<ModelId, ArmStatistics>();
  const tokens = new Map<ModelId, TokenSums>();
  const failures = new FailureStatistics();
  for (const row of rows) {
    const weight = weightIn(row.epoch, reading);
    if (weight < LEAST_WEIGHT) continue;
    const { model, given } = row;
    const arm = weighed(repriced(row, reading.priceOf(model)), weight);
    statistics.set(model, add(statistics.get(model) ?? emptyArm, arm));
    failures.add({ model, given, statistics: arm });
    tokens.set(model, addTokens(tokens.get(model) ?? noTokens, lighter(row.tokens, weight)));
  }
  return { statistics, failures, tokens };
}

function weightIn(epoch: number, { round, forgetting }: Reading): number {
  if (!forgets(forgetting)) return 1;
  return weightOf(epochOf(epoch, forgetting), epochOf(round, forgetting), forgetting);
}

/** Whether anything is ever forgotten. */
export function forgets({ halfLifeRounds, windowRounds }: Forgetting): boolean {
  return halfLifeRounds !== undefined || windowRounds !== undefined;
}

function repriced({ statistics, price, tokens }: StatisticsRow, today?: TokenPrice): ArmStatistics {
  if (price === null || today === undefined || statistics.costs === 0) return statistics;
  const ratio = priceRatio(price, today, tokens);
  if (ratio === 1) return statistics;
  if (ratio === null) return { ...statistics, costs: 0, costSumNano: 0, costSquareSumNano2: 0n };
  return {
    ...statistics,
    costSumNano: Math.round(statistics.costSumNano * ratio),
    costSquareSumNano2: BigInt(Math.round(Number(statistics.costSquareSumNano2) * ratio ** 2)),
  };
}

function lighter({ calls, inputTokens, outputTokens }: TokenSums, weight: number): TokenSums {
  return {
    calls: calls * weight,
    inputTokens: inputTokens * weight,
    outputTokens: outputTokens * weight,
  };
}
