import {
  c2mabVDefaults,
  c2mabVRanges,
  c2mabVSettings,
  choiceFaults,
  rangeFaults,
  SettingsError,
  type C2mabVSettings,
  type Range,
} from '#bandit';

/** The hyper-parameters of thrift: the optimism and the pacing of C2MAB-V, and some of its own. */
export interface ThriftSettings extends Omit<C2mabVSettings, 'relaxation' | 'charge'> {
  /** Up to so many sets of models are listed, so that the mixture is exact; else they are searched. */
  readonly listedSets: number;
  /**
   * The part of the rounds in which all who were chosen are asked, though the vote is decided before:
   * where what the budget left unspent pays for it.
   */
  readonly hearOut: number;
  /** Kinds of queries that have a chance a model each, where whoever decides tells them apart; 1: none. */
  readonly clusters: number;
  /** How models err: uniformly over the other labels, or as was counted by label. */
  readonly errors: ErrorsName;
}

/** `by-label`: by a confusion matrix a model. */
type ErrorsName = 'uniform' | 'by-label';

const { relaxation: _relaxation, charge: _charge, ...optimism } = c2mabVDefaults;

/** Used where nothing else is said. */
export const thriftDefaults: ThriftSettings = {
  ...optimism,
  listedSets: 600,
  hearOut: 0.1,
  clusters: 1,
  errors: 'uniform',
};

const ownRanges = {
  listedSets: [0, 100_000],
  hearOut: [0, 1],
  clusters: [1, 64],
} as const satisfies Record<string, Range>;

/** The range of every number. */
export const thriftRanges = { ...c2mabVRanges, ...ownRanges };

/**
 * The defaults with some settings of one's own.
 * @throws {SettingsError} which lists what is out of range, and settings that thrift does not have
 */
export function thriftSettings(own: Partial<ThriftSettings> = {}): ThriftSettings {
  const settings = { ...thriftDefaults, ...own };
  const stray = Object.keys(own).filter((name) => !(name in thriftDefaults));
  const known = Object.keys(thriftDefaults).join(', ');
  const faults = [
    ...stray.map((name) => `thrift has no setting ${name}; it has ${known}`),
    ...rangeFaults({ ...settings }, ownRanges),
    ...(['listedSets', 'clusters'] as const)
      .filter((name) => !Number.isInteger(settings[name]))
      .map((name) => `${name} is ${settings[name]}, must be an integer`),
    ...choiceFaults('errors', settings.errors, ['uniform', 'by-label']),
  ];
  if (faults.length > 0) throw new SettingsError(faults);
  c2mabVSettings(settings);
  return settings;
}
