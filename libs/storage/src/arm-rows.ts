import type { ArmStatistics } from '#bandit';
import { safeInteger } from './integer-column.js';

/** A row of `purser.arm_statistics` as the driver gives it. */
export interface ArmRow {
  task: string;
  model: string;
  /** The models that had failed at the query before, ascending by name. */
  given: string[];
  rewards: string;
  reward_sum_micro: string;
  reward_square_sum_micro2: string;
  costs: string;
  cost_sum_nano: string;
  cost_square_sum_nano2: string;
}

export function armOf(row: ArmRow): ArmStatistics {
  return {
    rewards: safeInteger(row.rewards),
    rewardSumMicro: safeInteger(row.reward_sum_micro),
    rewardSquareSumMicro2: BigInt(row.reward_square_sum_micro2),
    costs: safeInteger(row.costs),
    costSumNano: safeInteger(row.cost_sum_nano),
    costSquareSumNano2: BigInt(row.cost_square_sum_nano2),
  };
}

/**
 * The end of a statement that adds to the statistics: after a `WITH … delta AS (…)` that has a row
 * a task, model and given, with the columns of the table as (possibly negative) differences. Rows are
 * touched in the order of their names, so that two statements can't deadlock.
 */
export const ADD_TO_ARMS = `
  INSERT INTO purser.arm_statistics AS arm (task, model, given, rewards, reward_sum_micro,
    reward_square_sum_micro2, costs, cost_sum_nano, cost_square_sum_nano2)
  SELECT task, model, given, rewards, reward_sum_micro, reward_square_sum_micro2, costs, cost_sum_nano,
    cost_square_sum_nano2
  FROM delta ORDER BY task, model, given
  ON CONFLICT (task, model, given) DO UPDATE SET
    rewards = arm.rewards + excluded.rewards,
    reward_sum_micro = arm.reward_sum_micro + excluded.reward_sum_micro,
    reward_square_sum_micro2 = arm.reward_square_sum_micro2 + excluded.reward_square_sum_micro2,
    costs = arm.costs + excluded.costs,
    cost_sum_nano = arm.cost_sum_nano + excluded.cost_sum_nano,
    cost_square_sum_nano2 = arm.cost_square_sum_nano2 + excluded.cost_square_sum_nano2`;

/**
 * The end of a statement that corrects rewards: as above, for models that have a row already, with
 * the columns of the rewards alone. Returns the tasks that changed.
 */
export const CHANGE_ARMS = `, locked AS MATERIALIZED (
  SELECT task, model, given FROM purser.arm_statistics AS arm JOIN delta USING (task, model, given)
  ORDER BY task, model, given FOR UPDATE OF arm
), corrected AS (
UPDATE purser.arm_statistics AS arm SET
  rewards = arm.rewards + delta.rewards,
  reward_sum_micro = arm.reward_sum_micro + delta.reward_sum_micro,
  reward_square_sum_micro2 = arm.reward_square_sum_micro2 + delta.reward_square_sum_micro2
FROM delta JOIN locked USING (task, model, given)
WHERE arm.task = delta.task AND arm.model = delta.model AND arm.given = delta.given
RETURNING arm.task
)
SELECT DISTINCT task FROM corrected`;
