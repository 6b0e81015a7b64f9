import { armBounds } from '../arm-bounds.js';
import { c2mabVDefaults, c2mabVSettings, type C2mabVSettings } from '../c2mab-v-settings.js';
import { pacedBudget } from '../pacing.js';
import type { Policy } from '../policy.js';
import { certainly, discreteChoice } from './discrete-choice.js';

/** The hyper-parameters of C2MAB-V-Direct: those of C2MAB-V, but for the relaxation. */
export type C2mabVDirectSettings = Omit<C2mabVSettings, 'relaxation'>;

const { relaxation: _, ...defaults } = c2mabVDefaults;

/** Used where nothing else is said. */
export const c2mabVDirectDefaults: C2mabVDirectSettings = defaults;

/**
 * C2MAB-V-Direct (arXiv 2405.16587): the bounds of C2MAB-V, but the discrete problem solved by
 * enumeration in place of a relaxation and a draw. Nothing is left to chance.
 * @throws {SettingsError} for settings out of range
 */
export function c2mabVDirect(own: Partial<C2mabVDirectSettings> = {}): Policy {
  const settings = c2mabVSettings(own);
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
