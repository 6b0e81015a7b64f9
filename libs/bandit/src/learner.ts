import type { ModelId } from './model-offer.js';
import type { Decision, DecisionInput } from './policy.js';
import type { Random } from './random.js';

/** A query as a learner sees it: only contextual learners look at it. */
export interface LearnerQuery {
  readonly text: string;
  /** An embedding of the text, where there is one: finite numbers, always as many. */
  readonly vector?: readonly number[];
}

/** What one call taught. Integers; what is not known is left out. */
export interface ObservedCall {
  readonly model: ModelId;
  /** In [0, 1e6]. */
  readonly rewardMicro?: number;
  /** Nano-dollars, at least 0. */
  readonly costNano?: number;
}

/** What a round taught: the calls made, in call order. A model that was not called is not observed. */
export interface RoundObservation {
  readonly combination: readonly ModelId[];
  readonly calls: readonly ObservedCall[];
  /** 1-based; 0 for what was known before the first. */
  readonly round: number;
  /** All were asked, whatever came of the earlier ones; else in turn, up to the first success. */
  readonly together?: boolean;
}

/** An earlier query and what models made of it, all of them asked and not as a cascade. */
export interface EarlierQuery {
  readonly query: LearnerQuery;
  readonly calls: readonly ObservedCall[];
}

/** All that a learner's decision depends on, but for what it has learnt and for chance. */
export interface LearnerInput extends Omit<DecisionInput, 'statistics'> {
  readonly query: LearnerQuery;
}

/**
 * Decides and learns. Mutable inside, and deterministic given its observations and the source of
 * chance. A `Policy` decides from statistics that others keep; a learner keeps its own.
 */
export interface Learner {
  readonly name: string;
  /** @throws {SizeError} where there are fewer offers than `size` */
  decide(input: LearnerInput, random: Random): Decision;
  learn(query: LearnerQuery, observation: RoundObservation): void;
  /** Learns from earlier outcomes before the first round. */
  warm(earlier: readonly EarlierQuery[]): void;
}
