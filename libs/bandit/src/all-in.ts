import type { RewardModel } from './reward-model.js';

/** Every part must succeed (AIC): `prod mu`, all asked at once. */
export const allIn: RewardModel = {
  name: 'all-in',
  exactly: true,
  cascade: false,
  none: 1,
  with: (reward, mean) => reward * mean,
};
