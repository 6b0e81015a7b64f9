import {
  namedPolicy,
  policyNames as statisticsPolicies,
  SettingsError,
  statisticsLearner,
  type Learner,
  type PolicyName,
} from '#bandit';
import { contextual, contextualDefaults } from '#context';
import type { ReplayTerms } from '#replay';
import type { GivenSettings } from './policy-settings.js';
import { UsageError } from './usage-error.js';

/** Makes a fresh learner, which has seen nothing. */
export type LearnerOf = () => Learner;

type PolicyOf = (settings: GivenSettings, terms: ReplayTerms) => LearnerOf;

const POLICIES: Readonly<Record<string, PolicyOf>> = {
  ...Object.fromEntries(statisticsPolicies.map((name) => [name, ofStatistics(name)])),
  'c2mab-v-models': ofStatistics('c2mab-v', { relaxation: 'models' }),
  contextual: (own, { charge }) => {
    const stray = Object.keys(own).find((key) => !(key in contextualDefaults));
    if (stray !== undefined) {
      const known = Object.keys(contextualDefaults).join(', ');
      throw new UsageError(`--set: contextual has no setting ${stray}; it has ${known}`);
    }
    return () => contextual({ charge, ...own });
  },
};

/** The policies that a replay knows by name, but for the oracle, who needs the world. */
export const policyNames: readonly string[] = Object.keys(POLICIES);

/** Knows every outcome, and so is played where outcomes are recorded and do not change. */
const ORACLE = 'oracle';

/**
 * A policy by name, with some settings of one's own.
 * @throws {UsageError} for a policy or a setting that there is not, or a setting out of its range
 */
export function learnerOf(name: string, own: GivenSettings, terms: ReplayTerms): LearnerOf {
  const policyOf = POLICIES[name];
  if (!policyOf)
    throw new UsageError(
      name === ORACLE
        ? '--policy: the oracle is for purser replay, where outcomes are known'
        : `--policy: there is no ${name}; there are ${policyNames.join(', ')}`,
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

/** A policy that decides from statistics, which a replay may forget; a variant fixes some settings. */
function ofStatistics(name: PolicyName, variant: GivenSettings = {}): PolicyOf {
  return ({ halfLifeRounds, windowRounds, ...own }, { charge }) => {
    const forgetting = {
      ...(halfLifeRounds !== undefined && { halfLifeRounds: roundsOf(halfLifeRounds) }),
      ...(windowRounds !== undefined && { windowRounds: roundsOf(windowRounds) }),
    };
    return () => statisticsLearner(namedPolicy(name, { charge, ...variant, ...own }), forgetting);
  };
}

/** @throws {SettingsError} for text */
function roundsOf(value: number | string): number {
  if (typeof value === 'number') return value;
  throw new SettingsError([`${value || 'nothing'} is no number of rounds to remember`]);
}
