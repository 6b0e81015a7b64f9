import type { LearnerQuery, ModelId } from '#bandit';
import type { Features } from '../features.js';
import { Featurizer, PLAIN_FEATURES } from '../featurizer.js';
import { CallCosts } from './call-costs.js';
import { LatencyForecast } from './latency-forecast.js';
import type { SelectExample } from './select-example.js';
import type { SelectSettings } from './select-settings.js';
import { SubsetChances } from './subset-chances.js';
import type { SubsetRewardName } from './subset-reward.js';
import { SuccessClassifier } from './success-classifier.js';
import { agreementOf } from './weighted-vote.js';

/** What is foreseen of every model with one query, by the model's index. */
export interface CallForecast {
  /** Chances to answer right, in (0, 1). */
  readonly confidences: Float64Array;
  /** Milliseconds, once a draw: models slow down together. */
  readonly latencies: readonly Float64Array[];
  /** Nano-dollars of one call, NaN where nothing is known. */
  readonly costsNano: Float64Array;
}

/** The precision of the weight of a constant, and of simple counts. */
const LEVEL_RIDGE = 1e-2;
const SUCCESS_COUNT_RIDGE = 1;
const LENGTH_COUNT_RIDGE = 0.1;

/** Learns from examples what each model, and each subset, will make of a query. */
export class SubsetForecaster {
  readonly chances: SubsetChances;
  /** How far the classifier's confidences can be checked: what it would have said of each example. */
  readonly classifier: SuccessClassifier;
  private readonly featurizer: Featurizer;
  private readonly latencies: LatencyForecast;
  private readonly costs: CallCosts;

  /**
   * @param models different ones
   * @param size models in a subset, at most
   * @throws {UntaughtModelError} for a model without a known reward or latency
   */
  constructor(
    readonly models: readonly ModelId[],
    size: number,
    rewardModel: SubsetRewardName,
    examples: readonly SelectExample[],
    settings: SelectSettings,
  ) {
    this.featurizer = new Featurizer(settings.words, examples[0]?.query.vector?.length ?? 0);
    for (const { query } of examples) this.featurizer.count(query);
    const rows = examples.map(({ query }) => this.featurizer.featuresOf(query));
    const success = this.precisions(settings.successRidge, SUCCESS_COUNT_RIDGE);
    const length = this.precisions(settings.lengthRidge, LENGTH_COUNT_RIDGE);
    this.classifier = new SuccessClassifier(models, examples, rows, success, settings);
    this.latencies = new LatencyForecast(models, examples, rows, length, settings);
    this.costs = new CallCosts(models, examples, rows, length, settings);
    const { successAt } = settings;
    const agreement = rewardModel === 'vote' ? agreementOf(models, examples, successAt) : 0;
    const reward = { rewardModel, agreement, successAt };
    this.chances = new SubsetChances(models, size, reward, examples, this.classifier.heldOut);
  }

  of(query: LearnerQuery): CallForecast {
    const features: Features = this.featurizer.featuresOf(query);
    return {
      confidences: this.classifier.confidences(features),
      latencies: this.latencies.of(features),
      costsNano: this.costs.of(features),
    };
  }

  /** What would have been foreseen of an example if it had not been seen. */
  heldOut(row: number): CallForecast {
    return {
      confidences: this.classifier.heldOut[row] as Float64Array,
      latencies: this.latencies.heldOut(row),
      costsNano: this.costs.heldOut(row),
    };
  }

  private precisions(words: number, counts: number): Float64Array {
    const precisions = new Float64Array(this.featurizer.size).fill(words);
    precisions.fill(counts, 0, PLAIN_FEATURES);
    precisions[0] = LEVEL_RIDGE;
    return precisions;
  }
}
