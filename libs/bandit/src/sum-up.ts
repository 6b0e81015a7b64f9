import type { RewardModel } from './reward-model.js';

/** Every answer counts (SUC): `sum mu`, all asked at once. */
export const sumUp: RewardModel = {
  name: 'sum-up',
  exactly: true,
  cascade: false,
  none: 0,
  with: (reward, mean) => reward + mean,
};
