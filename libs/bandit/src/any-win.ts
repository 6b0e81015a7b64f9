import type { RewardModel } from './reward-model.js';

/** One success is enough (AWC): `1 - prod(1 - mu)`, a cascade that stops at the first success. */
export const anyWin: RewardModel = {
  name: 'any-win',
  exactly: false,
  cascade: true,
  none: 0,
  with: (reward, mean) => 1 - (1 - reward) * (1 - mean),
};
