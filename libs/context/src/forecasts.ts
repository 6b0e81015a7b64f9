import {
  emptyArm,
  observe,
  ONE_REWARD_MICRO,
  type ArmBounds,
  type EarlierQuery,
  type ModelId,
  type ModelOffer,
  type ObservedCall,
} from '#bandit';
import type { ContextualSettings } from './contextual-settings.js';
import { CostForecast } from './cost-forecast.js';
import type { Features } from './features.js';
import { PLAIN_CONSTANT } from './featurizer.js';
import type { Row } from './model-ridges.js';
import { RewardForecast, type ExpectedReward } from './reward-forecast.js';

/** The variance of a model's level before the first observation, in units of the noise's. */
const LEVEL_VARIANCE = 1;
/** A cascade never takes a call for hopeless, so that its costs stay finite per success. */
const LEAST_LIKELY_REWARD = 0.01;

/** What every model is expected to earn and to cost with a query. */
export class Forecasts {
  readonly rewards: RewardForecast;
  readonly costs: CostForecast;

  /** @param size indices of features are below it */
  constructor(
    private readonly settings: ContextualSettings,
    size: number,
  ) {
    const { commonRidge, ownRidge, costRidge } = settings;
    this.rewards = new RewardForecast(priors(size, commonRidge), priors(size, ownRidge));
    this.costs = new CostForecast(priors(size, costRidge), priors(size, costRidge));
  }

  /**
   * The bounds of every model for this query: in place of means over all queries they hold what is
   * expected of this one. The optimism is MOSS's for a model's level, scaled by its noise, and
   * LinUCB's for what the query's content adds. Costs are taken as expected.
   */
  boundsOf(offers: readonly ModelOffer[], features: Features): ArmBounds[] {
    const reward = this.rewards.common(features);
    const cost = this.costs.common(features);
    const forecasts = offers.map(({ model }) => this.rewards.of(model, features, reward));
    const share = forecasts.reduce((sum, { evidence }) => sum + evidence, 0) / offers.length;
    return offers.map(({ model, priorCostNano }, at) => {
      const { count } = this.rewards.tallyOf(model);
      const expected = forecasts[at] as ExpectedReward;
      const costNano = this.costs.of(model, features, cost, priorCostNano);
      return {
        model,
        rewards: count,
        costs: this.costs.countOf(model),
        meanReward: count === 0 ? null : expected.mean,
        upperReward: count === 0 ? 1 : this.upperReward(expected, share),
        likelyReward: Math.max(LEAST_LIKELY_REWARD, expected.mean),
        meanCostNano: costNano,
        lowCostNano: costNano,
      };
    });
  }

  /** @throws {RangeError} for rewards and costs that statistics refuse too; then nothing is learnt */
  learn(features: Features, calls: readonly ObservedCall[]): void {
    const { retention } = this.settings;
    for (const call of calls) observe(emptyArm, call);
    for (const { model, rewardMicro, costNano } of calls) {
      if (rewardMicro !== undefined) {
        this.rewards.learn(model, features, rewardMicro / ONE_REWARD_MICRO, retention);
      }
      if (costNano !== undefined) this.costs.learn(model, features, costNano, retention);
    }
  }

  /** Corrects a reward that was learnt before. Micro-units. */
  replace(features: Features, model: ModelId, oldMicro: number, rewardMicro: number): void {
    observe(emptyArm, { rewardMicro });
    const [old, reward] = [oldMicro / ONE_REWARD_MICRO, rewardMicro / ONE_REWARD_MICRO];
    this.rewards.replace(model, features, old, reward);
  }

  /** Starts from earlier queries, in place of anything learnt before. */
  fit(earlier: readonly EarlierQuery[], features: readonly Features[]): void {
    const reward = ({ rewardMicro }: ObservedCall): number | undefined =>
      rewardMicro === undefined ? undefined : rewardMicro / ONE_REWARD_MICRO;
    this.rewards.fit(rowsByModel(earlier, features, reward));
    this.costs.fit(rowsByModel(earlier, features, (call) => call.costNano));
  }

  /**
   * The level's part is the radius of MOSS (Audibert and Bubeck, COLT 2009; at any time: Degenne and
   * Perchet, ICML 2016), `sqrt(2 log+(t / (K n)) / n)`: only a model that was asked less than others
   * may be better than it looks. So among many models that are hardly told apart it settles soon.
   * @param share the mean evidence of the models, t / K
   */
  private upperReward({ mean, noise, spread, evidence }: ExpectedReward, share: number): number {
    const { alphaReward, alphaContent } = this.settings;
    const radius = noise * Math.sqrt((2 * Math.max(0, Math.log(share / evidence))) / evidence);
    return Math.min(1, mean + alphaReward * radius + alphaContent * spread);
  }
}

function priors(size: number, ridge: number): Float32Array {
  const variances = new Float32Array(size).fill(1 / ridge);
  variances[PLAIN_CONSTANT] = LEVEL_VARIANCE;
  return variances;
}

function rowsByModel(
  earlier: readonly EarlierQuery[],
  features: readonly Features[],
  figureOf: (call: ObservedCall) => number | undefined,
): Map<ModelId, Row[]> {
  const rows = new Map<ModelId, Row[]>();
  earlier.forEach(({ calls }, at) => {
    for (const call of calls) {
      const target = figureOf(call);
      if (target === undefined) continue;
      const own = rows.get(call.model) ?? [];
      own.push({ features: features[at] as Features, target });
      rows.set(call.model, own);
    }
  });
  return rows;
}
