import type { ArmBounds } from './arm-bounds.js';
import type { ArmStatistics } from './arm-statistics.js';
import type { CombinationRules } from './combination-rules.js';
import type { FailureStatistics } from './failure-statistics.js';
import type { ModelId, ModelOffer } from './model-offer.js';
import type { Pacing } from './pacing.js';
import type { Random } from './random.js';
import type { RelaxedSolution } from './relaxed-solution.js';
import type { RewardModelName } from './reward-model.js';

/** All that a round's decision depends on, but for chance. */
export interface DecisionInput {
  /** The models that may be asked; at least `size` of them. */
  readonly offers: readonly ModelOffer[];
  /** What is known of each; a model that is missing was never asked. */
  readonly statistics: ReadonlyMap<ModelId, ArmStatistics>;
  /** What is known of each given that others failed; without it, models fail independently. */
  readonly failures?: FailureStatistics;
  /** 1-based. */
  readonly round: number;
  readonly rewardModel: RewardModelName;
  /** J, at least 2: how many labels a vote chooses from; other reward models have none. */
  readonly labels?: number;
  /** N: at most so many models for any-win and vote, exactly so many for sum-up and all-in. */
  readonly size: number;
  /** rho: what a round may cost in the long run, nano-dollars, above 0. */
  readonly budgetNano: number;
  readonly pacing: Pacing;
  /** What every combination must keep. */
  readonly rules?: CombinationRules;
}

/** What a policy decided and why. Plain JSON: it is stored as the round's explanation. */
export interface Decision {
  /** The models to ask, in call order. */
  readonly combination: readonly ModelId[];
  /** The probability with which this combination was drawn, in (0, 1]. */
  readonly propensity: number;
  /**
   * Of a vote: all of the combination are asked though the label is decided before, so that they are
   * learnt of in easy queries too.
   */
  readonly heardOut?: true;
  /** What the combination is expected to cost: integer nano-dollars, to be booked by the pacer. */
  readonly expectedCostNano: number;
  /** What this round could spend: the budget, corrected by the pacer. Integer nano-dollars. */
  readonly pacedBudgetNano: number;
  readonly bounds: readonly ArmBounds[];
  readonly relaxed: RelaxedSolution;
  /** No combination fits the budget itself, and the cheapest is served. */
  readonly overBudget: boolean;
}

/** An algorithm that chooses combinations; deterministic given its source of chance. */
export interface Policy {
  readonly name: string;
  /**
   * @throws {SizeError} where there are fewer offers than `size`
   * @throws {RulesError} where no combination keeps the rules
   */
  decide(input: DecisionInput, random: Random): Decision;
}
