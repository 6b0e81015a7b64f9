import { rangeFaults, SettingsError, type Range } from '#bandit';

/** The hyper-parameters of what is foreseen of subsets. */
export interface SelectSettings {
  /** Buckets that words and pairs of words are hashed into. */
  readonly words: number;
  /** Parts of the examples, each foreseen by what the others teach: what calibration is learnt from. */
  readonly folds: number;
  /**
   * The precision of a word's weight before the first example, in units of the noise's: for success,
   * and for logarithms of lengths, latencies and costs.
   */
  readonly successRidge: number;
  readonly lengthRidge: number;
  /** Errors of forecasts that are kept, so that the slowest of several calls can be foreseen. */
  readonly draws: number;
  /** An answer succeeds if its reward is at least this. */
  readonly successAt: number;
}

/** Used where nothing else is said. */
export const selectDefaults: SelectSettings = {
  words: 4_096,
  folds: 5,
  successRidge: 2,
  lengthRidge: 1,
  draws: 64,
  successAt: 1,
};

const ranges = {
  words: [1, 1_048_576],
  folds: [2, 20],
  successRidge: [1e-3, 1e6],
  lengthRidge: [1e-3, 1e6],
  draws: [1, 1_000],
  successAt: [1e-9, 1],
} as const satisfies Record<keyof SelectSettings, Range>;

/**
 * The defaults with some settings of one's own.
 * @throws {SettingsError} which lists every setting that is out of range
 */
export function selectSettings(own: Partial<SelectSettings> = {}): SelectSettings {
  const settings = { ...selectDefaults, ...own };
  const faults = [
    ...rangeFaults({ ...settings }, ranges),
    ...(['words', 'folds', 'draws'] as const)
      .filter((name) => !Number.isInteger(settings[name]))
      .map((name) => `${name} is ${settings[name]}, must be an integer`),
  ];
  if (faults.length > 0) throw new SettingsError(faults);
  return settings;
}
