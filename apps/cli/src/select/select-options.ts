import type { Execution, SubsetRewardName } from '#context';
import { choiceOf, namesOf, needed, wholeOf } from '../replay/option-values.js';
import { UsageError } from '../replay/usage-error.js';

/** The options as commander gives them. */
export interface SelectFlags {
  readonly data?: string;
  readonly task?: string;
  readonly models?: string;
  readonly reward: string;
  readonly execution: string;
  readonly latency: string;
  readonly size: string;
  readonly train: string;
  readonly seeds: string;
  readonly within: string;
  readonly lose: string;
  readonly target: string;
  readonly json?: true;
  readonly plot?: string;
}

/** What a latency is measured in: milliseconds, or output tokens as a proxy of them. */
export type LatencyUnit = 'ms' | 'tokens';

/** What is played. */
export interface SelectOptions {
  readonly path: string;
  /** Null: all. */
  readonly tasks: readonly string[] | null;
  readonly models: readonly string[] | null;
  readonly rewardModel: SubsetRewardName;
  readonly execution: Execution;
  readonly unit: LatencyUnit;
  readonly size: number;
  /** The part of the queries that is learnt from. */
  readonly train: number;
  /** So many ways to part them by chance. */
  readonly seeds: number;
  /** How far below the most accurate static subset another is about as accurate. */
  readonly within: number;
  /** Accuracy that may be given up for time, as foreseen. */
  readonly lose: number;
  /** The predicted chance of success at which an adaptive subset is large enough. */
  readonly target: number;
  readonly json: boolean;
  /** Where the curve is drawn; null: nowhere. */
  readonly plot: string | null;
}

/** @throws {UsageError} for the first option that is missing or cannot be used */
export function selectOptions(flags: SelectFlags): SelectOptions {
  const rewardModel = choiceOf('--reward', flags.reward, ['any-win', 'all-in', 'vote']);
  const execution = choiceOf('--execution', flags.execution, ['parallel', 'cascade']);
  if (execution === 'cascade' && rewardModel !== 'any-win')
    throw new UsageError(
      `--execution cascade stops at the first success: it is for --reward any-win, not ${rewardModel}`,
    );
  return {
    path: needed('--data', flags.data),
    tasks: flags.task === undefined ? null : namesOf('--task', flags.task),
    models: flags.models === undefined ? null : namesOf('--models', flags.models),
    rewardModel,
    execution,
    unit:
      choiceOf('--latency', flags.latency, ['measured', 'tokens']) === 'tokens' ? 'tokens' : 'ms',
    size: wholeOf('--size', flags.size, 1, 8),
    train: partOf('--train', flags.train),
    seeds: wholeOf('--seeds', flags.seeds, 1, 1_000),
    within: partOf('--within', flags.within),
    lose: partOf('--lose', flags.lose),
    target: partOf('--target', flags.target),
    json: flags.json ?? false,
    plot: flags.plot ?? null,
  };
}

function partOf(option: string, text: string): number {
  const part = text.trim() === '' ? NaN : Number(text);
  if (part > 0 && part < 1) return part;
  throw new UsageError(`${option} is ${text}, must be above 0 and below 1`);
}
