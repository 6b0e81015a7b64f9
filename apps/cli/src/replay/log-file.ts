import { createReadStream } from 'node:fs';
import { linesOf } from '#replay';
import { z } from 'zod';
import { UsageError } from './usage-error.js';

const header = z
  .object({
    rewardModel: z.enum(['any-win', 'sum-up', 'all-in']),
    size: z.int().min(1),
    charge: z.enum(['whole', 'cascade']),
    offers: z.array(z.object({ model: z.string(), priorCostNano: z.number().min(0) })).min(1),
  })
  .refine(({ size, offers }) => size <= offers.length, {
    path: ['size'],
    error: 'must be at most the number of offers',
  });

const call = z.object({
  model: z.string(),
  rewardMicro: z.int().min(0).max(1_000_000).exactOptional(),
  costNano: z.int().min(0).exactOptional(),
});

const line = z.object({
  query: z.object({ id: z.string(), text: z.string() }),
  combination: z.array(z.string()).min(1),
  propensity: z.number().gt(0).max(1),
  calls: z.array(call),
  reward: z.number().min(0),
  costNano: z.int().min(0),
});

/** What was asked of the rounds of a log. */
type LogTerms = z.infer<typeof header>;

/** A round of a log. */
export type LogLine = z.infer<typeof line>;

/** A log of a replay. */
export interface LogFile {
  readonly terms: LogTerms;
  readonly rounds: readonly LogLine[];
}

/** @throws {UsageError} that names the line and the field, if the file is no log with propensities */
export async function readLog(path: string): Promise<LogFile> {
  let terms: LogTerms | null = null;
  const rounds: LogLine[] = [];
  let at = 0;
  try {
    for await (const text of linesOf(createReadStream(path))) {
      at += 1;
      if (text.trim() === '') continue;
      const value: unknown = JSON.parse(text);
      if (terms === null) terms = header.parse(value);
      else rounds.push(known(line.parse(value), terms));
    }
  } catch (error) {
    throw new UsageError(`--log ${path}: ${at === 0 ? '' : `line ${at}: `}${reasonOf(error)}`);
  }
  if (terms === null || rounds.length < 2)
    throw new UsageError(`--log ${path}: it has too few rounds to say anything`);
  return { terms, rounds };
}

/** @throws {Error} for a round of models that were not offered */
function known(round: LogLine, { offers }: LogTerms): LogLine {
  const asked = [...round.combination, ...round.calls.map(({ model }) => model)];
  const stray = asked.find((model) => offers.every((offer) => offer.model !== model));
  if (stray === undefined) return round;
  throw new Error(`${stray} is none of the models that the first line offers`);
}

function reasonOf(error: unknown): string {
  if (error instanceof z.ZodError) {
    const [issue] = error.issues;
    return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'wrong'}`;
  }
  return error instanceof Error ? error.message : 'unreadable';
}
