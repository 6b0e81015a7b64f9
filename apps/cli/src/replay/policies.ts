import {
  c2mabV,
  c2mabVDefaults,
  SettingsError,
  statisticsLearner,
  type C2mabVSettings,
  type Learner,
  type Policy,
} from '#bandit';
import type { ReplayTerms } from '#replay';
import type { GivenSettings } from './policy-settings.js';
import { UsageError } from './usage-error.js';

/** Makes a fresh learner, which has seen nothing. */
export type LearnerOf = () => Learner;

type PolicyOf = (settings: GivenSettings, terms: ReplayTerms) => LearnerOf;

const POLICIES: Readonly<Record<string, PolicyOf>> = {
  'c2mab-v': (own, { charge }) =>
    byStatistics(c2mabV, known<C2mabVSettings>('c2mab-v', own, c2mabVDefaults, { charge })),
};

/** The policies that a replay knows by name, but for the oracle, who needs the world. */
export const policyNames: readonly string[] = Object.keys(POLICIES);

/**
 * A policy by name, with some settings of one's own.
 * @throws {UsageError} for a policy or a setting that there is not, or a setting out of its range
 */
export function learnerOf(name: string, own: GivenSettings, terms: ReplayTerms): LearnerOf {
  const policyOf = POLICIES[name];
  if (!policyOf)
    throw new UsageError(
      `--policy: there is no ${name}; there are ${policyNames.join(', ')}, oracle`,
    );
  try {
    const fresh = policyOf(own, terms);
    fresh();
    return fresh;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    throw new UsageError(`--set of ${name}: ${error.message}`);
  }
}

function byStatistics<S>(
  policyOf: (settings: Partial<S>) => Policy,
  settings: Partial<S>,
): LearnerOf {
  return () => statisticsLearner(policyOf(settings));
}

/** The settings given over those of the run; each must be one that the policy has. */
function known<S extends object>(
  policy: string,
  own: GivenSettings,
  defaults: S,
  run: Partial<S> = {},
): Partial<S> {
  const stray = Object.keys(own).find((key) => !(key in defaults));
  if (stray !== undefined)
    throw new UsageError(
      `--set ${policy}.${stray}: there is no such setting; there are ${Object.keys(defaults).join(', ')}`,
    );
  return { ...run, ...own };
}
