import { armBounds, type ArmBounds } from '../arm-bounds.js';
import { c2mabVDefaults } from '../c2mab-v-settings.js';
import type { DecisionInput } from '../policy.js';
import type { BaselineSettings } from './baseline-settings.js';

/**
 * What the statistics say without any optimism: mean costs, and the mean rewards, each started from
 * one imagined observation of one half.
 */
export function plainBounds(
  input: DecisionInput,
  { costPriorWeight }: BaselineSettings,
): ArmBounds[] {
  const none = {
    ...c2mabVDefaults,
    alphaReward: 0,
    alphaNeglect: 0,
    alphaCost: 0,
    costPriorWeight,
  };
  return armBounds(input.offers, input.statistics, input.round, none);
}

/** Bounds that count on other rewards, each in [0, 1]. */
export function withRewards(
  bounds: readonly ArmBounds[],
  rewardOf: (arm: ArmBounds) => number,
): ArmBounds[] {
  return bounds.map((arm) => ({ ...arm, upperReward: rewardOf(arm) }));
}
