import type { Decision, DecisionInput } from './policy.js';
import type { Random } from './random.js';
import type { ObservedCall, RoundObservation } from './round-observation.js';

/** A query as a learner sees it: only contextual learners look at it. */
export interface LearnerQuery {
  readonly text: string;
  /** An embedding of the text, where there is one: finite numbers, always as many. */
  readonly vector?: readonly number[];
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
