import type { Optimism } from '../arm-bounds.js';
import { c2mabVDefaults, c2mabVRanges } from '../c2mab-v-settings.js';
import type { PacerSettings } from '../pacing.js';
import type { Charge } from '../selection-problem.js';
import { choiceFaults, rangeFaults, SettingsError, type Range } from '../settings-error.js';

/** What all baselines can be set to: how they count costs, and the pacer's settings. */
export interface BaselineSettings extends PacerSettings, Pick<Optimism, 'costPriorWeight'> {
  /** What an any-win combination is charged with; other reward models are charged whole. */
  readonly charge: Charge;
}

/** Those of C2MAB-V, so that only the choice differs. */
export const baselineDefaults: BaselineSettings = {
  charge: c2mabVDefaults.charge,
  costPriorWeight: c2mabVDefaults.costPriorWeight,
  repayRounds: c2mabVDefaults.repayRounds,
  spendRounds: c2mabVDefaults.spendRounds,
  carryRounds: c2mabVDefaults.carryRounds,
  openCaution: c2mabVDefaults.openCaution,
  trustRounds: c2mabVDefaults.trustRounds,
};

/**
 * The defaults with some settings of one's own.
 * @param ranges of the settings that the policy adds to those of all baselines
 * @throws {SettingsError} which lists every setting that is out of range
 */
export function checkedSettings<S extends BaselineSettings>(
  defaults: S,
  ranges: Readonly<Record<string, Range>>,
  own: Partial<S>,
): S {
  const settings = { ...defaults, ...own };
  const ranged = Object.keys(baselineDefaults).filter((key) => key in c2mabVRanges);
  const shared = Object.entries(c2mabVRanges).filter(([key]) => ranged.includes(key));
  const faults = [
    ...choiceFaults('charge', settings.charge, ['cascade', 'whole']),
    ...rangeFaults({ ...settings }, { ...Object.fromEntries(shared), ...ranges }),
  ];
  if (faults.length > 0) throw new SettingsError(faults);
  return settings;
}
