import { budgetsOf, namesOf, needed, wholeOf } from '../replay/option-values.js';
import { UsageError } from '../replay/usage-error.js';

/** What the command line says, as commander reads it. */
export interface VoteFlags {
  readonly data?: string;
  readonly task?: string;
  readonly models?: string;
  readonly withTokens?: true;
  readonly labels?: string;
  readonly budget?: string;
  readonly train: string;
  readonly test?: string;
  readonly size: string;
  readonly clusters: string;
  readonly seeds: string;
  readonly json?: true;
}

/** What is played. */
export interface VoteOptions {
  readonly path: string;
  /** Null: all. */
  readonly tasks: readonly string[] | null;
  readonly models: readonly string[] | null;
  /** Only the models whose tokens the file tells. */
  readonly withTokens: boolean;
  /** Null: the gold labels that the file has. */
  readonly labels: readonly string[] | null;
  readonly budgetsNano: readonly number[];
  readonly train: string;
  /** Null: all that is not learnt from. */
  readonly test: string | null;
  /** Online, at most so many models a query. */
  readonly size: number;
  readonly clusters: number;
  /** Online, so many orders of the queries. */
  readonly seeds: number;
  readonly json: boolean;
}

/** @throws {UsageError} for the first option that is missing or cannot be used */
export function voteOptions(flags: VoteFlags): VoteOptions {
  const labels = flags.labels === undefined ? null : namesOf('--labels', flags.labels);
  if (labels?.length === 1)
    throw new UsageError(`--labels is ${labels.join()}, must name at least two labels`);
  if (flags.models !== undefined && flags.withTokens)
    throw new UsageError('--models and --with-tokens both say which models: give one of them');
  return {
    path: needed('--data', flags.data),
    tasks: flags.task === undefined ? null : namesOf('--task', flags.task),
    models: flags.models === undefined ? null : namesOf('--models', flags.models),
    withTokens: flags.withTokens ?? false,
    labels,
    budgetsNano: budgetsOf('--budget', needed('--budget', flags.budget)),
    train: flags.train,
    test: flags.test ?? null,
    size: wholeOf('--size', flags.size, 1, 24),
    clusters: wholeOf('--clusters', flags.clusters, 1, 1_000),
    seeds: wholeOf('--seeds', flags.seeds, 1, 10_000),
    json: flags.json ?? false,
  };
}
