import {
  c2mabVDefaults,
  choiceFaults,
  rangeFaults,
  SettingsError,
  type PacerSettings,
  PACER_RANGES,
  type Range,
} from '#bandit';
import { selectDefaults, selectSettings, type SelectSettings } from './select-settings.js';

/**
 * How a subset is chosen. SelectLLM's (arXiv 2408.08545) are the first three: the models with most
 * confidence; the same of those that are predicted to succeed; and as the first, with votes that weigh
 * as much as the confidence. `priced` is ours: the most chance of success, less the price of time.
 */
export const selectFamilies = [
  'priced',
  'top-k',
  'predicted-then-top-k',
  'weighted-maximum',
] as const;
export type SelectFamily = (typeof selectFamilies)[number];

/** The hyper-parameters of the policy `select`. */
export interface SelectPolicySettings extends Omit<SelectSettings, 'successAt'>, PacerSettings {
  readonly family: SelectFamily;
  /** Whether the models of a subset are all asked at once, or one after the other. */
  readonly ask: 'parallel' | 'cascade';
  /** `fixed`: just as many models as the task's size; `adaptive`: at most so many. */
  readonly sizes: 'fixed' | 'adaptive';
  /** The chance of success that is enough: no more models than it takes to reach it. 0: none is. */
  readonly target: number;
  /** Subsets that are expected to take longer are not chosen, unless all are. 0: no target. */
  readonly latencyTargetMs: number;
  /** The chance of success that a second must earn to be spent. */
  readonly rewardPerSecond: number;
  /** What a second counts for beside what calls cost, wherever money has a price: dollars. */
  readonly usdPerSecond: number;
  /** The part of the rounds that explore, so that the log can tell versions apart. */
  readonly exploration: number;
  /** Minutes from one training to the next, if anything was learnt in between. */
  readonly trainEveryMinutes: number;
  /** The task's latest queries that are learnt from, at most. */
  readonly history: number;
  /** With fewer queries of which a reward is known, nothing is learnt. */
  readonly leastQueries: number;
  /** Versions that are kept besides the one that chooses. */
  readonly keptVersions: number;
}

/** Used where nothing else is said. */
export const selectPolicyDefaults: SelectPolicySettings = {
  family: 'priced',
  ask: 'parallel',
  sizes: 'adaptive',
  target: 0,
  latencyTargetMs: 0,
  rewardPerSecond: 0,
  usdPerSecond: 0,
  exploration: 0.05,
  trainEveryMinutes: 60,
  history: 5_000,
  leastQueries: 100,
  keptVersions: 5,
  words: selectDefaults.words,
  folds: selectDefaults.folds,
  successRidge: selectDefaults.successRidge,
  lengthRidge: selectDefaults.lengthRidge,
  draws: selectDefaults.draws,
  repayRounds: c2mabVDefaults.repayRounds,
  spendRounds: c2mabVDefaults.spendRounds,
  carryRounds: c2mabVDefaults.carryRounds,
  openCaution: c2mabVDefaults.openCaution,
  trustRounds: c2mabVDefaults.trustRounds,
};

const ranges = {
  target: [0, 0.999],
  latencyTargetMs: [0, 1e9],
  rewardPerSecond: [0, 1e6],
  usdPerSecond: [0, 1e6],
  exploration: [0, 1],
  trainEveryMinutes: [0.01, 525_600],
  history: [20, 100_000],
  leastQueries: [20, 100_000],
  keptVersions: [1, 100],
  ...PACER_RANGES,
} as const satisfies Record<string, Range>;

/**
 * The defaults with some settings of one's own.
 * @throws {SettingsError} which lists every setting that is out of range, or does not fit another
 */
export function selectPolicySettings(
  own: Partial<SelectPolicySettings> = {},
): SelectPolicySettings {
  const settings = { ...selectPolicyDefaults, ...own };
  const { words, folds, successRidge, lengthRidge, draws } = settings;
  selectSettings({ words, folds, successRidge, lengthRidge, draws });
  const faults = [
    ...choiceFaults('family', settings.family, selectFamilies),
    ...choiceFaults('ask', settings.ask, ['parallel', 'cascade']),
    ...choiceFaults('sizes', settings.sizes, ['fixed', 'adaptive']),
    ...rangeFaults({ ...settings }, ranges),
    ...(['history', 'leastQueries', 'keptVersions'] as const)
      .filter((name) => !Number.isInteger(settings[name]))
      .map((name) => `${name} is ${settings[name]}, must be an integer`),
    ...(settings.sizes === 'fixed' && settings.target > 0
      ? ['target asks for as many models as it takes: leave it out, or write sizes: adaptive']
      : []),
    ...(settings.leastQueries > settings.history
      ? [`leastQueries is ${settings.leastQueries}, must be at most history, ${settings.history}`]
      : []),
  ];
  if (faults.length > 0) throw new SettingsError(faults);
  return settings;
}
