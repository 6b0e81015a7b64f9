import type { ReplayTerms } from '#replay';
import { budgetsOf, choiceOf, namesOf, needed, wholeOf } from './option-values.js';
import { settingsByPolicy, type GivenSettings } from './policy-settings.js';

/** What the command line says of a run, as commander reads it. */
export interface RunFlags {
  readonly size?: string;
  readonly budget?: string;
  readonly charge?: string;
  readonly policy?: string;
  readonly set: readonly string[];
  readonly rounds?: string;
  readonly seeds: string;
  readonly drift: readonly string[];
  readonly json?: true;
  readonly plot?: string;
  readonly log?: string;
}

/** What is run, on whatever world. */
export interface RunOptions {
  readonly policies: readonly string[];
  readonly settings: ReadonlyMap<string, GivenSettings>;
  readonly budgetsNano: readonly number[];
  /** Null: each query once. */
  readonly rounds: number | null;
  readonly seeds: number;
  readonly drifts: readonly string[];
  readonly json: boolean;
  /** The file of a drawing, and of a log; null: none. */
  readonly plot: string | null;
  readonly log: string | null;
}

const MOST_ROUNDS = 10_000_000;

/** @throws {UsageError} for the first option that is missing or cannot be used */
export function runOptions(flags: RunFlags): RunOptions {
  const policies = namesOf('--policy', needed('--policy', flags.policy));
  return {
    policies,
    settings: settingsByPolicy(flags.set, policies),
    budgetsNano: budgetsOf('--budget', needed('--budget', flags.budget)),
    rounds: flags.rounds === undefined ? null : wholeOf('--rounds', flags.rounds, 1, MOST_ROUNDS),
    seeds: wholeOf('--seeds', flags.seeds, 1, 10_000),
    drifts: flags.drift,
    json: flags.json ?? false,
    plot: flags.plot ?? null,
    log: flags.log ?? null,
  };
}

/** @throws {UsageError} for the first option that is missing or cannot be used */
export function termsOf(reward: string | undefined, flags: RunFlags, models: number): ReplayTerms {
  const rewardModel = choiceOf('--reward', needed('--reward', reward), [
    'any-win',
    'sum-up',
    'all-in',
  ]);
  const charge = choiceOf('--charge', flags.charge ?? 'cascade', ['whole', 'cascade']);
  return {
    rewardModel,
    size: wholeOf('--size', needed('--size', flags.size), 1, models),
    charge: rewardModel === 'any-win' ? charge : 'whole',
  };
}
