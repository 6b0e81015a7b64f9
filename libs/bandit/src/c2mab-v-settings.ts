import { PACER_RANGES } from './pacer-ranges.js';
import type { Optimism, RadiusName, RewardRadiusName } from './arm-bounds.js';
import type { PacerSettings } from './pacing.js';
import type { Charge } from './selection-problem.js';
import { choiceFaults, rangeFaults, SettingsError, type Range } from './settings-error.js';

/** `auto`: over combinations where there are at most a few thousand, else over models. */
export type RelaxationName = 'auto' | 'combinations' | 'models';

/** The hyper-parameters of C2MAB-V. */
export interface C2mabVSettings extends Optimism, PacerSettings {
  readonly relaxation: RelaxationName;
  readonly rewardRadius: RewardRadiusName;
  readonly alphaNeglect: number;
  readonly costRadius: RadiusName;
  /** What an any-win combination is charged with; other reward models are charged whole. */
  readonly charge: Charge;
}

/** Used where nothing else is said. */
export const c2mabVDefaults: C2mabVSettings = {
  relaxation: 'auto',
  charge: 'cascade',
  alphaReward: 0.3,
  alphaNeglect: 1,
  alphaCost: 0.05,
  delta: 0.1,
  rewardRadius: 'wilson',
  costRadius: 'hoeffding',
  costPriorWeight: 2,
  repayRounds: 20,
  spendRounds: 100,
  carryRounds: 1_000,
  openCaution: 0.5,
  trustRounds: 20,
};

/** The range of every number. */
export const c2mabVRanges = {
  alphaReward: [0, 10],
  alphaNeglect: [0, 10],
  alphaCost: [0, 10],
  delta: [1e-6, 0.999],
  costPriorWeight: [1e-3, 1e6],
  ...PACER_RANGES,
} as const satisfies Record<string, Range>;

/**
 * The defaults with some settings of one's own.
 * @throws {SettingsError} which lists every setting that is out of range
 */
export function c2mabVSettings(own: Partial<C2mabVSettings> = {}): C2mabVSettings {
  const settings = { ...c2mabVDefaults, ...own };
  const faults = [
    ...choiceFaults('relaxation', settings.relaxation, ['auto', 'combinations', 'models']),
    ...choiceFaults('charge', settings.charge, ['cascade', 'whole']),
    ...choiceFaults('rewardRadius', settings.rewardRadius, ['hoeffding', 'bernstein', 'wilson']),
    ...choiceFaults('costRadius', settings.costRadius, ['hoeffding', 'bernstein']),
    ...rangeFaults({ ...settings }, c2mabVRanges),
  ];
  if (faults.length > 0) throw new SettingsError(faults);
  return settings;
}
