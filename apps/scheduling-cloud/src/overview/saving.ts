import { add, emptyArm, type ArmStatistics, type ModelId } from '#bandit';

/** The mean of what was seen of a quantity. */
export interface Seen {
  readonly count: number;
  readonly mean: number;
  /** Standard deviation of one. */
  readonly deviation: number;
}

/** What asking the best model alone would have cost more than what was done; below 0: less. */
export interface Saving {
  readonly model: ModelId;
  /** Nano-dollars a query, with the bounds of its interval. */
  readonly nano: number;
  readonly lowNano: number;
  readonly highNano: number;
  /** As a part of what the best model alone would have cost; below 1. */
  readonly ratio: number;
  /** What a round earns more than that model does alone, in the task's reward; below 0: less. */
  readonly gain: { readonly mean: number; readonly low: number; readonly high: number } | null;
}

/** A model of which less is known is not called the best. */
const LEAST = 10;
/** Of 95%, by the normal distribution. */
const Z = 1.96;

/**
 * The saving against "always the best model": the mean cost of a call of the model with the highest
 * mean reward, less the mean cost of a round. Both means come from the log: the model's are those of
 * its calls on any query (not those that it got because others had failed, which are the hard ones),
 * at today's prices, and of at least ten rewards. The interval is of 95%, by the variances of the two
 * means, taken for independent. The best is the best of those that are known well enough, and taken
 * for known: a model too dear to be asked is not among them. The gain is likewise the mean reward of a
 * round, less that of the model's calls.
 * @param known the statistics of models given that others failed; those given nothing count
 * @param spent nano-dollars a round
 * @param earned rewards of rounds; undefined where none is known
 * @returns null while no model is known well enough
 */
export function savingOf(
  models: Iterable<ModelId>,
  known: Iterable<{ model: ModelId; given: readonly ModelId[]; statistics: ArmStatistics }>,
  spent: Seen,
  earned?: Seen,
): Saving | null {
  const arms = new Map<ModelId, ArmStatistics>();
  for (const { model, given, statistics } of known) {
    if (given.length === 0) arms.set(model, add(arms.get(model) ?? emptyArm, statistics));
  }
  const best = bestOf([...models].map((model) => ({ model, arm: arms.get(model) ?? emptyArm })));
  if (best === undefined || spent.count < LEAST) return null;
  const cost = costOf(best.arm);
  const nano = cost.mean - spent.mean;
  const half = Z * Math.sqrt(cost.deviation ** 2 / cost.count + spent.deviation ** 2 / spent.count);
  return {
    model: best.model,
    nano,
    lowNano: nano - half,
    highNano: nano + half,
    ratio: cost.mean === 0 ? 0 : nano / cost.mean,
    gain: earned === undefined ? null : gainOf(earned, best.arm),
  };
}

interface Candidate {
  readonly model: ModelId;
  readonly arm: ArmStatistics;
}

function bestOf(candidates: readonly Candidate[]): Candidate | undefined {
  const known = candidates.filter(({ arm }) => arm.rewards >= LEAST && arm.costs >= LEAST);
  return known.sort((one, other) => rewardOf(other.arm) - rewardOf(one.arm))[0];
}

function rewardOf({ rewards, rewardSumMicro }: ArmStatistics): number {
  return rewardSumMicro / rewards;
}

function costOf({ costs, costSumNano, costSquareSumNano2 }: ArmStatistics): Seen {
  const mean = costSumNano / costs;
  const variance = Math.max(0, Number(costSquareSumNano2) / costs - mean ** 2);
  return { count: costs, mean, deviation: Math.sqrt(variance) };
}

function gainOf(earned: Seen, { rewards, rewardSumMicro, rewardSquareSumMicro2 }: ArmStatistics) {
  const alone = rewardSumMicro / rewards;
  const variance = Math.max(0, Number(rewardSquareSumMicro2) / rewards - alone ** 2) / 1e12;
  const mean = earned.mean - alone / 1e6;
  const half = Z * Math.sqrt(earned.deviation ** 2 / earned.count + variance / rewards);
  return { mean, low: mean - half, high: mean + half };
}
