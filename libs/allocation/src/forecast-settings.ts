import { rangeFaults, SettingsError, type Range } from '#bandit';

/** The hyper-parameters of a forecast of a batch. */
export interface ForecastSettings {
  /** Buckets that words and pairs of words are hashed into. */
  readonly words: number;
  /** Resamples of the samples, each with a regression of its own. */
  readonly resamples: number;
  /**
   * The precision of a word's weight before the first sample, in units of the noise's: for rewards,
   * and for logarithms of costs.
   */
  readonly rewardRidge: number;
  readonly costRidge: number;
}

/** Used where nothing else is said. */
export const forecastDefaults: ForecastSettings = {
  words: 4_096,
  resamples: 20,
  rewardRidge: 0.3,
  costRidge: 2,
};

const ranges = {
  words: [1, 1_048_576],
  resamples: [2, 1_000],
  rewardRidge: [1e-3, 1e6],
  costRidge: [1e-3, 1e6],
} as const satisfies Record<string, Range>;

/**
 * The defaults with some settings of one's own.
 * @throws {SettingsError} which lists every setting that is out of range
 */
export function forecastSettings(own: Partial<ForecastSettings> = {}): ForecastSettings {
  const settings = { ...forecastDefaults, ...own };
  const faults = [
    ...rangeFaults({ ...settings }, ranges),
    ...(['words', 'resamples'] as const)
      .filter((name) => !Number.isInteger(settings[name]))
      .map((name) => `${name} is ${settings[name]}, must be an integer`),
  ];
  if (faults.length > 0) throw new SettingsError(faults);
  return settings;
}
