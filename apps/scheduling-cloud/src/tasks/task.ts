import type {
  CombinationRules,
  Forgetting,
  ModelId,
  Policy,
  RewardModelName,
  TokenPrice,
} from '#bandit';
import type { EmbeddingsConfig } from '#config';
import type { ContextualSettings, SelectPolicy } from '#context';
import type { ModelSpec, TaskSpec } from '#contracts';
import type { TextKept } from '#storage';

/** A kind of query, as the operator configured it. */
export interface Task {
  name: string;
  rewardModel: RewardModelName;
  /** What a vote chooses from; null for other reward models. */
  labels: readonly string[] | null;
  /** N. */
  size: number;
  /** rho: nano-dollars a query. */
  budgetNano: number;
  policyName: string;
  policy: Policy | ContextualPolicy | SelectPolicy;
  /** All of them, its defaults too. */
  policySettings: Readonly<Record<string, number | string>>;
  forgetting: Forgetting;
  /** Where a contextual task's queries are embedded; null: nowhere. */
  embeddings: EmbeddingsConfig | null;
  /** What every combination must keep. */
  rules: CombinationRules | null;
  /** By name, as the local-server is told of them. */
  models: ReadonlyMap<ModelId, ModelSpec>;
  /** What it costs to ask a model and, where the task has a judge, to have the answer judged. */
  prices: ReadonlyMap<ModelId, TokenPrice>;
  execution: TaskSpec;
  /** When a client that asked for a stream gets the first of it: at once, or once it is judged. */
  streams: 'immediate' | 'evaluated';
  /** Of `execution.fallback`; null where there is none. */
  fallback: ModelSpec | null;
  /** The model that its evaluator asks; null where that asks none. */
  judge: ModelSpec | null;
  /** `observe`: a call that failed earns its model a reward of 0. */
  failures: 'ignore' | 'observe';
  /** From which reward on a call counts as a success, 1, and below as 0; null: as it is. */
  successAtMicro: number | null;
  deadlineMs: number;
  /** After so long an answer without a reward gets the default; null: it never gets one. */
  rewardWait: { ms: number; defaultMicro: number | null };
  /** What is kept of the texts of a round that is over. */
  store: TextKept;
  /** After so long, what is kept of them is erased; null: never. */
  retentionMs: number | null;
  /** Whether its user says if an answer succeeded, and asks for the next one: a cascade without evaluator. */
  isDriven: boolean;
  /** Whether answers come with a link to rate them by. */
  ratingLinks: boolean;
  /** Whom a rating credits that names no model. */
  ratingCredit: 'served' | 'all';
}

/** Decides by what a learner of its own knows of queries like this one, in place of statistics. */
export interface ContextualPolicy {
  name: 'contextual';
  settings: ContextualSettings;
}

export function isContextual(policy: Task['policy']): policy is ContextualPolicy {
  return 'settings' in policy && policy.name === 'contextual';
}

/** Whether its models are asked one after the other, up to a success. */
export function isCascade({ execution: { execution, atOnce } }: Pick<Task, 'execution'>): boolean {
  return execution === 'cascade' && atOnce !== true;
}

/** Decides by versions of what was learnt, and by statistics before the first. */
export function choosesSubsets(policy: Task['policy']): policy is SelectPolicy {
  return 'untaught' in policy;
}
