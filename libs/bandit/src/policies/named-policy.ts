import { c2mabVDefaults } from '../c2mab-v-settings.js';
import { c2mabV } from '../c2mab-v.js';
import { explored } from '../explored.js';
import type { Policy } from '../policy.js';
import { SettingsError } from '../settings-error.js';
import { c2mabVDirect, c2mabVDirectDefaults } from './c2mab-v-direct.js';
import { cucb, cucbDefaults } from './cucb.js';
import { epsilonGreedy, epsilonGreedyDefaults } from './epsilon-greedy.js';
import { fixed, fixedDefaults } from './fixed.js';
import { thompson, thompsonDefaults } from './thompson.js';

/** A policy's own settings as an operator writes them. */
export type GivenSettings = Readonly<Record<string, number | string>>;

interface NamedPolicy {
  readonly defaults: object;
  /** @throws {SettingsError} for settings out of their ranges */
  readonly make: (own: object) => Policy;
}

/** C2MAB-V's settings, and the part of the rounds that explore, cost-aware: by default none. */
const exploringDefaults = { ...c2mabVDefaults, exploration: 0 };

const POLICIES = {
  'c2mab-v': { defaults: exploringDefaults, make: exploringC2mabV },
  'c2mab-v-direct': { defaults: c2mabVDirectDefaults, make: c2mabVDirect },
  cucb: { defaults: cucbDefaults, make: cucb },
  thompson: { defaults: thompsonDefaults, make: thompson },
  'epsilon-greedy': { defaults: epsilonGreedyDefaults, make: epsilonGreedy },
  fixed: { defaults: fixedDefaults, make: fixed },
} as const satisfies Record<string, NamedPolicy>;

export type PolicyName = keyof typeof POLICIES;

/** The policies that decide from statistics alone. */
export const policyNames = Object.keys(POLICIES) as readonly PolicyName[];

/**
 * A policy by its name, with some settings of one's own.
 * @throws {SettingsError} for a setting that the policy does not have, or one out of its range
 */
export function namedPolicy(name: PolicyName, own: GivenSettings): Policy {
  const { defaults, make }: NamedPolicy = POLICIES[name];
  const stray = Object.keys(own).filter((setting) => !(setting in defaults));
  if (stray.length > 0) {
    const known = Object.keys(defaults).join(', ');
    throw new SettingsError(
      stray.map((setting) => `${name} has no setting ${setting}; it has ${known}`),
    );
  }
  return make(own);
}

/** All settings of a policy, its defaults with some of one's own. */
export function settingsOf(name: PolicyName, own: GivenSettings): GivenSettings {
  const { defaults }: NamedPolicy = POLICIES[name];
  return { ...(defaults as GivenSettings), ...own };
}

function exploringC2mabV(own: Partial<typeof exploringDefaults>): Policy {
  const { exploration = 0, ...settings } = own;
  const policy = c2mabV(settings);
  if (exploration === 0) return policy;
  const charge = settings.charge ?? c2mabVDefaults.charge;
  return explored(policy, { share: exploration, costAware: true, charge });
}
