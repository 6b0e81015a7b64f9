import {
  c2mabVDefaults,
  choiceFaults,
  rangeFaults,
  SettingsError,
  type Charge,
  type PacerSettings,
  PACER_RANGES,
  type Range,
} from '#bandit';

/** The hyper-parameters of the contextual learner. */
export interface ContextualSettings extends PacerSettings {
  /** What an any-win combination is charged with; other reward models are charged whole. */
  readonly charge: Charge;
  /** Buckets that words and pairs of words are hashed into. */
  readonly words: number;
  /** The length of the queries' vectors, which then stand in for the words; 0: they have none. */
  readonly vectorSize: number;
  /** The part of MOSS's radius, scaled by the rewards' noise, that is added to a mean reward. */
  readonly alphaReward: number;
  /** Standard deviations of the content's part of a mean reward that are added to it (LinUCB). */
  readonly alphaContent: number;
  /**
   * The precision of a weight before the first observation, in units of the noise's: the part of the
   * rewards that all models have in common, the part that is a model's own, and both of log costs.
   */
  readonly commonRidge: number;
  readonly ownRidge: number;
  readonly costRidge: number;
  /** The part of what was known that still counts after one more observation like it; 1: all. */
  readonly retention: number;
  /** Queries that the spend at each price of money is averaged over. */
  readonly memory: number;
}

/** Used where nothing else is said. */
export const contextualDefaults: ContextualSettings = {
  charge: 'cascade',
  words: 2_048,
  vectorSize: 0,
  alphaReward: 0.5,
  alphaContent: 0.1,
  commonRidge: 4,
  ownRidge: 16,
  costRidge: 2,
  retention: 1,
  memory: 500,
  repayRounds: 100,
  spendRounds: 100,
  carryRounds: c2mabVDefaults.carryRounds,
  openCaution: c2mabVDefaults.openCaution,
  trustRounds: c2mabVDefaults.trustRounds,
};

/** The range of every number. */
export const contextualRanges = {
  words: [1, 1_048_576],
  vectorSize: [0, 65_536],
  alphaReward: [0, 10],
  alphaContent: [0, 10],
  commonRidge: [1e-3, 1e6],
  ownRidge: [1e-3, 1e6],
  costRidge: [1e-3, 1e6],
  retention: [0.5, 1],
  memory: [1, 1e6],
  ...PACER_RANGES,
} as const satisfies Record<string, Range>;

/**
 * The defaults with some settings of one's own.
 * @throws {SettingsError} which lists every setting that is out of range
 */
export function contextualSettings(own: Partial<ContextualSettings> = {}): ContextualSettings {
  const settings = { ...contextualDefaults, ...own };
  const faults = [
    ...choiceFaults('charge', settings.charge, ['cascade', 'whole']),
    ...rangeFaults({ ...settings }, contextualRanges),
    ...(['words', 'vectorSize'] as const)
      .filter((name) => !Number.isInteger(settings[name]))
      .map((name) => `${name} is ${settings[name]}, must be an integer`),
  ];
  if (faults.length > 0) throw new SettingsError(faults);
  return settings;
}
