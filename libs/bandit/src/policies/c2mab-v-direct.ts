import { armBounds, type Optimism } from '../arm-bounds.js';
import { c2mabVDefaults, c2mabVRanges } from '../c2mab-v-settings.js';
import { pacedBudget } from '../pacing.js';
import type { Policy } from '../policy.js';
import { baselineDefaults, checkedSettings, type BaselineSettings } from './baseline-settings.js';
import { certainly, discreteChoice } from './discrete-choice.js';

/** The hyper-parameters of C2MAB-V-Direct: the bounds are those of C2MAB-V. */
export interface C2mabVDirectSettings extends BaselineSettings, Optimism {}

/** Used where nothing else is said. */
export const c2mabVDirectDefaults: C2mabVDirectSettings = {
  ...baselineDefaults,
  alphaReward: c2mabVDefaults.alphaReward,
  alphaCost: c2mabVDefaults.alphaCost,
  delta: c2mabVDefaults.delta,
};

/**
 * C2MAB-V-Direct (arXiv 2405.16587): the bounds of C2MAB-V, but the discrete problem solved by
 * enumeration in place of a relaxation and a draw. Nothing is left to chance.
 * @throws {SettingsError} for settings out of range
 */
export function c2mabVDirect(own: Partial<C2mabVDirectSettings> = {}): Policy {
  const { alphaReward, alphaCost, delta } = c2mabVRanges;
  const ranges = { alphaReward, alphaCost, delta };
  const settings = checkedSettings(c2mabVDirectDefaults, ranges, own);
  const choose = discreteChoice(settings);
  return {
    name: 'c2mab-v-direct',
    decide(input) {
      const bounds = armBounds(input.offers, input.statistics, input.round, settings);
      const paced = pacedBudget(input.pacing, input.budgetNano, settings);
      return certainly(choose(input, bounds, paced), bounds, input, settings);
    },
  };
}
