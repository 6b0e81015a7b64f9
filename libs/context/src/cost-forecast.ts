import type { ModelId } from '#bandit';
import type { Features } from './features.js';
import { ModelRidges, type Row } from './model-ridges.js';
import type { Estimate } from './ridge.js';

/** What is known of a model's costs beside the regression. */
export interface CostTally {
  readonly count: number;
  /** ln of the nano-dollars that the regression counts from. */
  readonly logScale: number;
  /** What the latest calls cost for what the regression foresaw, and how many calls that is. */
  readonly ratioSum: number;
  readonly ratioWeight: number;
}

/** How fast the ratio of costs to foreseen ones follows, and what it starts from: 1, so heavy. */
const RATIO_RETENTION = 0.995;
const RATIO_PRIOR_WEIGHT = 10;
const MOST_RATIO = 10;
/**
 * What the price list says counts as much as so many calls: else a model whose first answer happened to
 * be long would look dear for good, since it is not asked again.
 */
const LIST_WEIGHT = 2;

/**
 * The costs of every model: their logarithms, regressed on the query's features. The exponential of
 * a mean logarithm is below the mean ("retransformation bias", Duan 1983): the mean ratio of what was
 * paid to what was foreseen makes up for it.
 */
export class CostForecast {
  readonly ridges: ModelRidges;
  readonly tallies = new Map<ModelId, CostTally>();

  constructor(commonPriors: Float32Array, ownPriors: Float32Array) {
    this.ridges = new ModelRidges(commonPriors, ownPriors);
  }

  countOf(model: ModelId): number {
    return this.tallies.get(model)?.count ?? 0;
  }

  /** Lets a model that was never paid count from the price list's expectation, nano-dollars. */
  introduce(model: ModelId, priorCostNano: number): void {
    if (this.countOf(model) > 0) return;
    this.tallies.set(model, {
      count: 0,
      logScale: logOf(priorCostNano),
      ratioSum: RATIO_PRIOR_WEIGHT,
      ratioWeight: RATIO_PRIOR_WEIGHT,
    });
  }

  /** What all models have in common with this query, to be handed to `of` for each of them. */
  common(features: Features): Estimate {
    return this.ridges.common.estimate(features);
  }

  /**
   * What one call is expected to cost, nano-dollars.
   * @param priorCostNano what the price list says, which holds for a model that was never paid; 0: nothing
   */
  of(model: ModelId, features: Features, common: Estimate, priorCostNano: number): number {
    const tally = this.tallies.get(model);
    if (tally === undefined || tally.count === 0) return priorCostNano;
    const content = common.mean + this.ridges.knownOf(model).estimate(features).mean;
    const log = tally.logScale + content + Math.log(tally.ratioSum / tally.ratioWeight);
    const trust = priorCostNano > 0 ? LIST_WEIGHT / (LIST_WEIGHT + tally.count) : 0;
    return Math.exp(log + trust * (logOf(priorCostNano) - log));
  }

  /** @param costNano integer nano-dollars from 0 */
  learn(model: ModelId, features: Features, costNano: number, retention: number): void {
    this.introduce(model, costNano);
    const { count, logScale, ratioSum, ratioWeight } = this.tallies.get(model) as CostTally;
    const target = logOf(costNano) - logScale;
    const { mean } = this.ridges.learn(model, features, target, retention);
    const ratio = Math.min(MOST_RATIO, costNano / Math.exp(logScale + mean));
    this.tallies.set(model, {
      count: count + 1,
      logScale,
      ratioSum: RATIO_RETENTION * ratioSum + ratio,
      ratioWeight: RATIO_RETENTION * ratioWeight + 1,
    });
  }

  /** A model's price is multiplied: its costs are from now on. */
  reprice(model: ModelId, factor: number): void {
    const tally = this.tallies.get(model);
    if (tally === undefined) return;
    this.tallies.set(model, { ...tally, logScale: tally.logScale + Math.log(factor) });
  }

  /** @param rows nano-dollars by model */
  fit(rows: ReadonlyMap<ModelId, readonly Row[]>): void {
    const scales = new Map(
      Array.from(rows, ([model, own]) => [
        model,
        own.reduce((sum, row) => sum + logOf(row.target), 0) / own.length,
      ]),
    );
    const centred = Array.from(rows, ([model, own]) => {
      const scale = scales.get(model) ?? 0;
      const logs = own.map((row) => ({ ...row, target: logOf(row.target) - scale }));
      return [model, logs] as const;
    });
    this.ridges.fit(new Map(centred));
    const ratioWeight = 1 / (1 - RATIO_RETENTION);
    for (const [model, own] of rows) {
      const logScale = scales.get(model) ?? 0;
      const ridge = this.ridges.ownOf(model);
      const foreseen = own.reduce((sum, { features }) => {
        const log = this.common(features).mean + ridge.estimate(features).mean;
        return sum + Math.exp(logScale + log);
      }, 0);
      const paid = own.reduce((sum, row) => sum + row.target, 0);
      const ratioSum = (ratioWeight * paid) / foreseen;
      this.tallies.set(model, { count: own.length, logScale, ratioSum, ratioWeight });
    }
  }
}

/** A free call counts as a nano-dollar. */
function logOf(costNano: number): number {
  return Math.log(Math.max(1, costNano));
}
