/**
 * What is known of one model of a task. Every sum is an integer, so adding observations commutes
 * exactly: batches, replicas and replays can't disagree. Rewards and costs are counted apart, since
 * the cost of a call is known at once and its reward only for some.
 */
export interface ArmStatistics {
  readonly rewards: number;
  /** Rewards are in [0, 1]; a micro-unit is 1e-6. */
  readonly rewardSumMicro: number;
  readonly rewardSquareSumMicro2: bigint;
  readonly costs: number;
  /** A nano-dollar is 1e-9 USD. */
  readonly costSumNano: number;
  readonly costSquareSumNano2: bigint;
}

/** What one call taught: its reward, its cost, or both. Integers. */
export interface ArmObservation {
  readonly rewardMicro?: number;
  readonly costNano?: number;
}

/** A model that was never asked. */
export const emptyArm: ArmStatistics = {
  rewards: 0,
  rewardSumMicro: 0,
  rewardSquareSumMicro2: 0n,
  costs: 0,
  costSumNano: 0,
  costSquareSumNano2: 0n,
};

/** A reward of 1 in micro-units. */
export const ONE_REWARD_MICRO = 1_000_000;

/**
 * The statistics with one more observation.
 * @throws {RangeError} for a reward that is no integer in [0, 1e6] and a cost that is no safe integer from 0
 */
export function observe(arm: ArmStatistics, observation: ArmObservation): ArmStatistics {
  let next = arm;
  if (observation.rewardMicro !== undefined) next = withReward(next, observation.rewardMicro);
  if (observation.costNano !== undefined) next = withCost(next, observation.costNano);
  return next;
}

/** The statistics of two disjoint sets of observations together. Commutative and associative. */
export function add(left: ArmStatistics, right: ArmStatistics): ArmStatistics {
  return {
    rewards: left.rewards + right.rewards,
    rewardSumMicro: left.rewardSumMicro + right.rewardSumMicro,
    rewardSquareSumMicro2: left.rewardSquareSumMicro2 + right.rewardSquareSumMicro2,
    costs: left.costs + right.costs,
    costSumNano: left.costSumNano + right.costSumNano,
    costSquareSumNano2: left.costSquareSumNano2 + right.costSquareSumNano2,
  };
}

/**
 * The statistics after a reward that was counted is corrected by a later rating.
 * @throws {RangeError} for a reward out of range, and where no such reward can have been counted
 */
export function replaceReward(
  arm: ArmStatistics,
  oldMicro: number,
  newMicro: number,
): ArmStatistics {
  assertReward(oldMicro);
  assertReward(newMicro);
  if (arm.rewards < 1 || arm.rewardSumMicro < oldMicro) {
    throw new RangeError(`a reward of ${oldMicro} micro-units was never counted here`);
  }
  return {
    ...arm,
    rewardSumMicro: arm.rewardSumMicro - oldMicro + newMicro,
    rewardSquareSumMicro2: arm.rewardSquareSumMicro2 - square(oldMicro) + square(newMicro),
  };
}

function withReward(arm: ArmStatistics, rewardMicro: number): ArmStatistics {
  assertReward(rewardMicro);
  return {
    rewards: arm.rewards + 1,
    rewardSumMicro: arm.rewardSumMicro + rewardMicro,
    rewardSquareSumMicro2:
      rewardMicro === 0
        ? arm.rewardSquareSumMicro2
        : arm.rewardSquareSumMicro2 + square(rewardMicro),
    costs: arm.costs,
    costSumNano: arm.costSumNano,
    costSquareSumNano2: arm.costSquareSumNano2,
  };
}

function withCost(arm: ArmStatistics, costNano: number): ArmStatistics {
  const costSumNano = arm.costSumNano + costNano;
  if (!Number.isSafeInteger(costNano) || costNano < 0 || !Number.isSafeInteger(costSumNano)) {
    throw new RangeError(`a cost must be an integer of nano-dollars from 0, not ${costNano}`);
  }
  return {
    rewards: arm.rewards,
    rewardSumMicro: arm.rewardSumMicro,
    rewardSquareSumMicro2: arm.rewardSquareSumMicro2,
    costs: arm.costs + 1,
    costSumNano,
    costSquareSumNano2: arm.costSquareSumNano2 + square(costNano),
  };
}

function assertReward(rewardMicro: number): void {
  if (!Number.isSafeInteger(rewardMicro) || rewardMicro < 0 || rewardMicro > ONE_REWARD_MICRO) {
    throw new RangeError(
      `a reward must be an integer of micro-units in [0, ${ONE_REWARD_MICRO}], not ${rewardMicro}`,
    );
  }
}

/** Most rewards are 1: its square is made once. */
const SQUARE_OF_ONE = BigInt(ONE_REWARD_MICRO) ** 2n;

function square(value: number): bigint {
  if (value === ONE_REWARD_MICRO) return SQUARE_OF_ONE;
  const product = value * value;
  return Number.isSafeInteger(product) ? BigInt(product) : BigInt(value) * BigInt(value);
}
