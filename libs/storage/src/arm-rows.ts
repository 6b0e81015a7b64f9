import type { StatisticsRow, TokenPrice } from '#bandit';
import { safeInteger } from './integer-column.js';

/** A row of `purser.arm_statistics` as the driver gives it. */
export interface ArmRow {
  task: string;
  model: string;
  /** The models that had failed at the query before, ascending by name. */
  given: string[];
  /** The middle round of the epoch in which the calls count; 0 without forgetting. */
  epoch: string;
  price: string;
  rewards: string;
  reward_sum_micro: string;
  reward_square_sum_micro2: string;
  costs: string;
  cost_sum_nano: string;
  cost_square_sum_nano2: string;
  token_calls: string;
  input_tokens: string;
  output_tokens: string;
}

export function statisticsOf(row: ArmRow): StatisticsRow {
  return {
    model: row.model,
    given: row.given,
    epoch: safeInteger(row.epoch),
    price: priceOf(row.price),
    statistics: {
      rewards: safeInteger(row.rewards),
      rewardSumMicro: safeInteger(row.reward_sum_micro),
      rewardSquareSumMicro2: BigInt(row.reward_square_sum_micro2),
      costs: safeInteger(row.costs),
      costSumNano: safeInteger(row.cost_sum_nano),
      costSquareSumNano2: BigInt(row.cost_square_sum_nano2),
    },
    tokens: {
      calls: safeInteger(row.token_calls),
      inputTokens: safeInteger(row.input_tokens),
      outputTokens: safeInteger(row.output_tokens),
    },
  };
}

/** A price as the rows have it: nano-dollars a token of input, of output, and a request. */
export function priceText(price: TokenPrice | null): string {
  if (price === null) return '';
  return `${price.inputNano} ${price.outputNano} ${price.requestNano}`;
}

function priceOf(text: string): TokenPrice | null {
  if (text === '') return null;
  const [inputNano, outputNano, requestNano] = text.split(' ').map(Number) as [
    number,
    number,
    number,
  ];
  return { inputNano, outputNano, requestNano };
}

/** What the calls of a row of statistics have in common. */
export const ARM_KEY = 'task, generation, model, given, epoch, price';

const SUMS = [
  'rewards',
  'reward_sum_micro',
  'reward_square_sum_micro2',
  'costs',
  'cost_sum_nano',
  'cost_square_sum_nano2',
  'token_calls',
  'input_tokens',
  'output_tokens',
];

/**
 * The end of a statement that adds to the statistics: after a `WITH … delta AS (…)` that has a row
 * for each key, with the columns of the table as (possibly negative) differences. Rows are touched in
 * the order of their keys, so that two statements can't deadlock.
 */
export const ADD_TO_ARMS = `
  INSERT INTO purser.arm_statistics AS arm (${ARM_KEY}, ${SUMS.join(', ')})
  SELECT ${ARM_KEY}, ${SUMS.join(', ')} FROM delta ORDER BY ${ARM_KEY}
  ON CONFLICT (${ARM_KEY}) DO UPDATE SET
    ${SUMS.map((sum) => `${sum} = arm.${sum} + excluded.${sum}`).join(', ')}`;

/**
 * The end of a statement that corrects rewards: as above, for keys that have a row already, with the
 * columns of the rewards alone. Returns the tasks that changed.
 */
export const CHANGE_ARMS = `, locked AS MATERIALIZED (
  SELECT ${ARM_KEY} FROM purser.arm_statistics AS arm JOIN delta USING (${ARM_KEY})
  ORDER BY ${ARM_KEY} FOR UPDATE OF arm
), corrected AS (
UPDATE purser.arm_statistics AS arm SET
  rewards = arm.rewards + delta.rewards,
  reward_sum_micro = arm.reward_sum_micro + delta.reward_sum_micro,
  reward_square_sum_micro2 = arm.reward_square_sum_micro2 + delta.reward_square_sum_micro2
FROM delta JOIN locked USING (${ARM_KEY})
WHERE (arm.task, arm.generation, arm.model, arm.given, arm.epoch, arm.price)
  = (delta.task, delta.generation, delta.model, delta.given, delta.epoch, delta.price)
RETURNING arm.task
)
SELECT DISTINCT task FROM corrected`;
