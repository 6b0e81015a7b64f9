import type { LearnerQuery, ModelId } from '#bandit';
import type { Features } from '../features.js';
import type { Featurizer } from '../featurizer.js';
import type { CallCosts } from './call-costs.js';
import type { LatencyForecast } from './latency-forecast.js';
import type { SubsetChances } from './subset-chances.js';
import type { SuccessClassifier } from './success-classifier.js';

/** What is foreseen of every model with one query, by the model's index. */
export interface CallForecast {
  /** Chances to answer right, in (0, 1). */
  readonly confidences: Float64Array;
  /** Milliseconds, once a draw: models slow down together. */
  readonly latencies: readonly Float64Array[];
  /** Nano-dollars of one call, NaN where nothing is known. */
  readonly costsNano: Float64Array;
}

/** What a query of the past would have been foreseen by, if it had not been seen. */
export interface HeldOutCalls {
  readonly confidences: Float64Array;
  /** Logarithms of milliseconds. */
  readonly latencyLogs: Float64Array;
  /** Nano-dollars, NaN where nothing is known. */
  readonly costsNano: Float64Array;
}

/** All that was learnt from examples. */
export interface SubsetKnowledge {
  readonly models: readonly ModelId[];
  readonly featurizer: Featurizer;
  readonly classifier: SuccessClassifier;
  readonly latencies: LatencyForecast;
  readonly costs: CallCosts;
  readonly chances: SubsetChances;
  /** Some of the examples, evenly. */
  readonly sample: readonly HeldOutCalls[];
}

/** Foresees what each model, and each subset, will make of a query. */
export class SubsetForecaster {
  readonly models: readonly ModelId[];
  readonly chances: SubsetChances;
  private readonly knownSample: CallForecast[] = [];

  constructor(readonly knowledge: SubsetKnowledge) {
    this.models = knowledge.models;
    this.chances = knowledge.chances;
  }

  of(query: LearnerQuery): CallForecast {
    const { featurizer, classifier, latencies, costs } = this.knowledge;
    const features: Features = featurizer.featuresOf(query);
    return {
      confidences: classifier.confidences(features),
      latencies: latencies.of(features),
      costsNano: costs.of(features),
    };
  }

  /** What would have been foreseen of some of the examples if they had not been seen. */
  get sample(): readonly CallForecast[] {
    if (this.knownSample.length === 0)
      this.knownSample.push(...this.knowledge.sample.map((held) => this.heldOutCall(held)));
    return this.knownSample;
  }

  protected heldOutCall({ confidences, latencyLogs, costsNano }: HeldOutCalls): CallForecast {
    return { confidences, latencies: this.knowledge.latencies.drawn(latencyLogs), costsNano };
  }
}
