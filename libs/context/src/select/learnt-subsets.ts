import type { ModelId } from '#bandit';
import { Featurizer, PLAIN_FEATURES } from '../featurizer.js';
import { learntCosts } from './call-costs.js';
import { learntLatencies } from './latency-forecast.js';
import type { SelectExample } from './select-example.js';
import type { SelectSettings } from './select-settings.js';
import { learntScalings, SubsetChances } from './subset-chances.js';
import {
  SubsetForecaster,
  type CallForecast,
  type HeldOutCalls,
  type SubsetKnowledge,
} from './subset-forecaster.js';
import type { SubsetReward, SubsetRewardName } from './subset-reward.js';
import { learntClassifier } from './success-classifier.js';
import { agreementOf } from './weighted-vote.js';

/** The precision of the weight of a constant, and of simple counts. */
const LEVEL_RIDGE = 1e-2;
const SUCCESS_COUNT_RIDGE = 1;
const LENGTH_COUNT_RIDGE = 0.1;
/** Examples of which it is kept what was foreseen of them: what prices of money are found by. */
const SAMPLE = 100;

/** Learns from examples what each model, and each subset, will make of a query. */
export class LearntSubsets extends SubsetForecaster {
  private constructor(
    knowledge: SubsetKnowledge,
    private readonly heldOutCalls: readonly HeldOutCalls[],
  ) {
    super(knowledge);
  }

  /**
   * @param models different ones
   * @param size models in a subset, at most
   * @throws {UntaughtModelError} for a model without a known reward or latency
   */
  static from(
    models: readonly ModelId[],
    size: number,
    rewardModel: SubsetRewardName,
    examples: readonly SelectExample[],
    settings: SelectSettings,
  ): LearntSubsets {
    const featurizer = new Featurizer(settings.words, examples[0]?.query.vector?.length ?? 0);
    for (const { query } of examples) featurizer.count(query);
    const rows = examples.map(({ query }) => featurizer.featuresOf(query));
    const success = precisionsOf(featurizer, settings.successRidge, SUCCESS_COUNT_RIDGE);
    const length = precisionsOf(featurizer, settings.lengthRidge, LENGTH_COUNT_RIDGE);
    const classified = learntClassifier(models, examples, rows, success, settings);
    const timed = learntLatencies(models, examples, rows, length, settings);
    const priced = learntCosts(models, examples, rows, length, settings);
    const { successAt } = settings;
    const agreement = rewardModel === 'vote' ? agreementOf(models, examples, successAt) : 0;
    const reward: SubsetReward = { rewardModel, agreement, successAt };
    const scalings = learntScalings(models, size, reward, examples, classified.heldOut);
    const heldOut = classified.heldOut.map((confidences, row) => ({
      confidences,
      latencyLogs: Float64Array.from(timed.heldOut, (own) => own[row] as number),
      costsNano: Float64Array.from(priced.heldOut, (own) => own[row] as number),
    }));
    const knowledge = {
      models,
      featurizer,
      classifier: classified.classifier,
      latencies: timed.forecast,
      costs: priced.costs,
      chances: new SubsetChances(models.length, size, reward, scalings),
      sample: evenly(heldOut, SAMPLE),
    };
    return new LearntSubsets(knowledge, heldOut);
  }

  /** What would have been foreseen of an example if it had not been seen. */
  heldOut(row: number): CallForecast {
    return this.heldOutCall(this.heldOutCalls[row] as HeldOutCalls);
  }
}

function precisionsOf(featurizer: Featurizer, words: number, counts: number): Float64Array {
  const precisions = new Float64Array(featurizer.size).fill(words);
  precisions.fill(counts, 0, PLAIN_FEATURES);
  precisions[0] = LEVEL_RIDGE;
  return precisions;
}

function evenly<Row>(rows: readonly Row[], count: number): Row[] {
  const picked = Math.min(count, rows.length);
  return Array.from(
    { length: picked },
    (_, at) => rows[Math.floor((at * rows.length) / picked)] as Row,
  );
}
