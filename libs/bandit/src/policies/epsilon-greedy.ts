import { explored } from '../explored.js';
import { pacedBudget } from '../pacing.js';
import type { Policy } from '../policy.js';
import { baselineDefaults, checkedSettings, type BaselineSettings } from './baseline-settings.js';
import { certainly, discreteChoice } from './discrete-choice.js';
import { plainBounds, withRewards } from './plain-bounds.js';

/** The hyper-parameters of epsilon-greedy. */
export interface EpsilonGreedySettings extends BaselineSettings {
  /** The part of the rounds in which any combination may be drawn, in [0, 1]. */
  readonly epsilon: number;
}

/** Used where nothing else is said. */
export const epsilonGreedyDefaults: EpsilonGreedySettings = { ...baselineDefaults, epsilon: 0.05 };

/**
 * Epsilon-greedy: the best combination by mean rewards within the paced budget, and in a part
 * `epsilon` of the rounds any other, whatever it costs.
 * @throws {SettingsError} for settings out of range
 */
export function epsilonGreedy(own: Partial<EpsilonGreedySettings> = {}): Policy {
  const settings = checkedSettings(epsilonGreedyDefaults, { epsilon: [0, 1] }, own);
  const choose = discreteChoice(settings);
  const greedy: Policy = {
    name: 'epsilon-greedy',
    decide(input) {
      const bounds = withRewards(plainBounds(input, settings), (arm) => arm.likelyReward);
      const paced = pacedBudget(input.pacing, input.budgetNano, settings);
      return certainly(choose(input, bounds, paced), bounds, input, settings);
    },
  };
  const { charge, epsilon: share } = settings;
  return explored(greedy, { share, costAware: false, charge });
}
