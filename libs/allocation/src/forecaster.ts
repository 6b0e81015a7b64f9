import type { LearnerQuery, ModelId, Random } from '#bandit';
import { Featurizer, PLAIN_FEATURES, type Features } from '#context';
import { bestAlpha } from './alpha.js';
import { BaggedRegressions, type BaggedEstimate, type Targets } from './bagged-regressions.js';
import { CostRegressions } from './cost-regressions.js';
import type { ForecastSettings } from './forecast-settings.js';
import { NoHistoryError, type Sample, type SampleOutcome } from './sample.js';

/** What is expected of every model with one query, by the model's index. */
export interface Forecast {
  /** Robust: the mean and alpha standard deviations of it. In (0, 1). */
  readonly rewards: Float64Array;
  /** Nano-dollars of one call. */
  readonly costsNano: Float64Array;
}

/** The precision of the weight of a constant, and of simple counts. */
const LEVEL_RIDGE = 1e-2;
const COUNT_RIDGE = 1;
const COST_COUNT_RIDGE = 0.1;

/**
 * Foresees what each model makes of a query, from samples of the past: OptLLM's robust prediction
 * (arXiv 2405.15130), mean + alpha * deviation over bootstrap resamples, with ridge regressions on
 * the query's words. Alpha is the one that foresees best what each resample did not see.
 */
export class Forecaster {
  /** Standard deviations that are added to a mean. */
  readonly alpha: number;
  private readonly featurizer: Featurizer;
  private readonly rows: readonly Features[];
  private readonly rewards: BaggedRegressions;
  private readonly costs: CostRegressions;

  /** @throws {NoHistoryError} for a model without a known reward or cost */
  constructor(
    readonly models: readonly ModelId[],
    readonly samples: readonly Sample[],
    { words, resamples, rewardRidge, costRidge }: ForecastSettings,
    random: Random,
  ) {
    const rewards = targetsOf(models, samples, 'reward');
    const costs = targetsOf(models, samples, 'costNano');
    this.featurizer = new Featurizer(words, samples[0]?.query.vector?.length ?? 0);
    for (const { query } of samples) this.featurizer.count(query);
    this.rows = samples.map(({ query }) => this.featurizer.featuresOf(query));
    const precisions = this.precisions(rewardRidge, COUNT_RIDGE);
    this.rewards = new BaggedRegressions(this.rows, rewards, precisions, resamples, random);
    this.costs = new CostRegressions(
      this.rows,
      costs,
      this.precisions(costRidge, COST_COUNT_RIDGE),
    );
    this.alpha = bestAlpha(rewards, (row) => this.rewards.heldOut(row));
  }

  of(query: LearnerQuery): Forecast {
    const features = this.featurizer.featuresOf(query);
    return this.forecast(this.rewards.estimate(features), features);
  }

  /** What would have been expected of a sample if it had not been seen; null if all resamples have it. */
  heldOut(row: number): Forecast | null {
    const estimates = this.rewards.heldOut(row);
    return estimates && this.forecast(estimates, this.rows[row] as Features);
  }

  private forecast(estimates: readonly BaggedEstimate[], features: Features): Forecast {
    return {
      rewards: Float64Array.from(estimates, ({ mean, deviation }) =>
        squashed(mean + this.alpha * deviation),
      ),
      costsNano: this.costs.estimate(features),
    };
  }

  private precisions(words: number, counts: number): Float64Array {
    const precisions = new Float64Array(this.featurizer.size).fill(words);
    precisions.fill(counts, 0, PLAIN_FEATURES);
    precisions[0] = LEVEL_RIDGE;
    return precisions;
  }
}

function targetsOf(
  models: readonly ModelId[],
  samples: readonly Sample[],
  what: keyof SampleOutcome,
): Targets[] {
  return models.map((model) => {
    const targets = Float64Array.from(
      samples,
      ({ outcomes }) => outcomes.get(model)?.[what] ?? NaN,
    );
    if (targets.every(Number.isNaN))
      throw new NoHistoryError(model, what === 'reward' ? what : 'cost');
    return targets;
  });
}

/** The margin within which an estimate is bent to stay inside (0, 1), its order kept. */
const MARGIN = 0.02;

/** A regression may say more than 1 or less than 0. */
function squashed(estimate: number): number {
  if (estimate < MARGIN) return MARGIN * Math.exp((estimate - MARGIN) / MARGIN);
  if (estimate > 1 - MARGIN) return 1 - MARGIN * Math.exp((1 - MARGIN - estimate) / MARGIN);
  return estimate;
}
