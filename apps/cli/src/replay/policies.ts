import {
  c2mabV,
  c2mabVDefaults,
  c2mabVDirect,
  c2mabVDirectDefaults,
  cucb,
  cucbDefaults,
  epsilonGreedy,
  epsilonGreedyDefaults,
  explored,
  fixed,
  fixedDefaults,
  SettingsError,
  statisticsLearner,
  thompson,
  thompsonDefaults,
  type C2mabVSettings,
  type Learner,
  type Policy,
} from '#bandit';
import { contextual, contextualDefaults } from '#context';
import type { ReplayTerms } from '#replay';
import type { GivenSettings } from './policy-settings.js';
import { UsageError } from './usage-error.js';

/** Makes a fresh learner, which has seen nothing. */
export type LearnerOf = () => Learner;

type PolicyOf = (settings: GivenSettings, terms: ReplayTerms) => LearnerOf;

/** What else a replay of C2MAB-V can be set to. */
const REPLAY_DEFAULTS = {
  /** The part of the rounds that explore, cost-aware. */
  exploration: 0,
  /** How soon observations are forgotten; 0: never. */
  halfLifeRounds: 0,
  windowRounds: 0,
};

const POLICIES: Readonly<Record<string, PolicyOf>> = {
  'c2mab-v': c2mabVOf({}),
  'c2mab-v-models': c2mabVOf({ relaxation: 'models' }),
  'c2mab-v-direct': baseline('c2mab-v-direct', c2mabVDirect, c2mabVDirectDefaults),
  cucb: baseline('cucb', cucb, cucbDefaults),
  thompson: baseline('thompson', thompson, thompsonDefaults),
  'epsilon-greedy': baseline('epsilon-greedy', epsilonGreedy, epsilonGreedyDefaults),
  fixed: baseline('fixed', fixed, fixedDefaults),
  contextual: (own, { charge }) => {
    const settings = known('contextual', own, contextualDefaults, { charge });
    return () => contextual(settings);
  },
};

/** The policies that a replay knows by name, but for the oracle, who needs the world. */
const policyNames: readonly string[] = Object.keys(POLICIES);

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

/** C2MAB-V, with what a variant fixes of its settings. */
function c2mabVOf(variant: Partial<C2mabVSettings>): PolicyOf {
  const defaults = { ...c2mabVDefaults, ...REPLAY_DEFAULTS };
  return (own, { charge }) => {
    const given = known('c2mab-v', own, defaults, { charge, ...variant });
    const { exploration: share = 0, halfLifeRounds, windowRounds, ...settings } = given;
    const forgetting = {
      ...(halfLifeRounds && { halfLifeRounds }),
      ...(windowRounds && { windowRounds }),
    };
    return () => {
      const policy = c2mabV(settings);
      return statisticsLearner(
        share === 0 ? policy : explored(policy, { share, costAware: true, charge }),
        forgetting,
      );
    };
  };
}

function baseline<S extends { readonly charge: ReplayTerms['charge'] }>(
  name: string,
  policyOf: (settings: Partial<S>) => Policy,
  defaults: S,
): PolicyOf {
  return (own, { charge }) => {
    const settings = known<S>(name, own, defaults, { charge } as Partial<S>);
    return () => statisticsLearner(policyOf(settings));
  };
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
