import type { HindsightTerms } from '#replay';
import { DemoError } from './demo-error.js';

/** What the command line says, as commander reads it. */
export interface DemoFlags {
  readonly exit?: true;
  readonly json?: true;
  readonly data?: string;
  readonly models?: string;
  readonly reward?: string;
  readonly size?: string;
  readonly budget?: string;
  readonly task?: string;
  readonly queries?: string;
}

/** How a recorded file is to be played. */
export interface RecordedOptions {
  readonly path: string;
  readonly models: readonly string[];
  readonly rewardModel: HindsightTerms['rewardModel'];
  readonly size: number;
  readonly budgetUsd: number;
  /** Only the queries of this task; null: all. */
  readonly task: string | null;
  /** At most so many queries; null: all. */
  readonly queries: number | null;
}

const NEEDED = ['models', 'reward', 'size', 'budget'] as const;
const FOR_DATA = [...NEEDED, 'task', 'queries'] as const;
const REWARD_MODELS = ['any-win', 'sum-up', 'all-in'] as const;

/**
 * How a recorded file is to be played; null where none is named.
 * @throws {DemoError} for the first option that is missing or cannot be used
 */
export function recordedOptions(flags: DemoFlags): RecordedOptions | null {
  if (flags.data === undefined) {
    const stray = FOR_DATA.find((name) => flags[name] !== undefined);
    if (stray) throw new DemoError(`--${stray} is for a recorded file: add --data FILE`);
    return null;
  }
  const missing = NEEDED.filter((name) => flags[name] === undefined);
  if (missing.length > 0)
    throw new DemoError(`--data needs ${missing.map((name) => `--${name}`).join(', ')} too`);
  const models = namesOf(flags.models ?? '');
  return {
    path: flags.data,
    models,
    rewardModel: rewardModelOf(flags.reward ?? ''),
    size: sizeOf(flags.size ?? '', models.length),
    budgetUsd: budgetOf(flags.budget ?? ''),
    task: flags.task ?? null,
    queries: flags.queries === undefined ? null : countOf(flags.queries),
  };
}

function namesOf(text: string): string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes('')) throw new DemoError('--models takes names with commas between: a,b,c');
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice) throw new DemoError(`--models names ${twice} twice: name each model once`);
  return names;
}

function rewardModelOf(text: string): RecordedOptions['rewardModel'] {
  const found = REWARD_MODELS.find((name) => name === text);
  if (!found) throw new DemoError(`--reward is ${text}, must be ${REWARD_MODELS.join(', ')}`);
  return found;
}

function sizeOf(text: string, models: number): number {
  const size = Number(text);
  if (/^\d+$/.test(text) && size >= 1 && size <= models) return size;
  throw new DemoError(`--size is ${text}, must be a whole number from 1 to ${models}, the models`);
}

function budgetOf(text: string): number {
  const usd = text.trim() === '' ? NaN : Number(text);
  if (usd >= 1e-9 && usd <= 1_000) return usd;
  throw new DemoError(`--budget is ${text}, must be dollars a query, from 1e-9 to 1000`);
}

function countOf(text: string): number {
  if (/^\d+$/.test(text) && Number(text) >= 1) return Number(text);
  throw new DemoError(`--queries is ${text}, must be a whole number of at least 1`);
}
