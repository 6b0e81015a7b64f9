import { pacedBudget } from '../pacing.js';
import type { Policy } from '../policy.js';
import { baselineDefaults, checkedSettings, type BaselineSettings } from './baseline-settings.js';
import { certainly, discreteChoice } from './discrete-choice.js';
import { plainBounds, withRewards } from './plain-bounds.js';

/** The hyper-parameters of CUCB. */
export interface CucbSettings extends BaselineSettings {
  /** What the logarithm of the round is multiplied with in the radius, from 0 to 10; 1.5 in theory. */
  readonly optimism: number;
}

/** Used where nothing else is said. */
export const cucbDefaults: CucbSettings = { ...baselineDefaults, optimism: 1.5 };

/**
 * CUCB (Chen, Wang and Yuan, ICML 2013): the best combination by `mu-hat + sqrt(1.5 ln t / T_k)`
 * among those whose mean costs fit the paced budget. Costs are taken at their means.
 * @throws {SettingsError} for settings out of range
 */
export function cucb(own: Partial<CucbSettings> = {}): Policy {
  const settings = checkedSettings(cucbDefaults, { optimism: [0, 10] }, own);
  const choose = discreteChoice(settings);
  return {
    name: 'cucb',
    decide(input) {
      const log = settings.optimism * Math.log(input.round);
      const bounds = withRewards(plainBounds(input, settings), ({ rewards, meanReward }) =>
        meanReward === null ? 1 : Math.min(1, meanReward + Math.sqrt(log / rewards)),
      );
      const paced = pacedBudget(input.pacing, input.budgetNano, settings);
      return certainly(choose(input, bounds, paced), bounds, input, settings);
    },
  };
}
