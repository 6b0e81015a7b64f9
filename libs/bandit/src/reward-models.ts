import { allIn } from './all-in.js';
import { anyWin } from './any-win.js';
import type { RewardModel, RewardModelName } from './reward-model.js';
import { sumUp } from './sum-up.js';
import { vote } from './vote.js';

/** The reward models by name. */
export const rewardModels: Readonly<Record<RewardModelName, RewardModel>> = {
  'any-win': anyWin,
  'sum-up': sumUp,
  'all-in': allIn,
  vote,
};
