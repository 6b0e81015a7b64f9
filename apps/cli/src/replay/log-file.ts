import { createReadStream } from 'node:fs';
import { linesOf, type RoundOfLog, type RoundsLog } from '#replay';
import { z } from 'zod';
import { UsageError } from './usage-error.js';

const groupOfModels = z.array(z.string());

const header = z
  .object({
    rewardModel: z.enum(['any-win', 'sum-up', 'all-in']),
    size: z.int().min(1),
    charge: z.enum(['whole', 'cascade']),
    offers: z.array(z.object({ model: z.string(), priorCostNano: z.number().min(0) })).min(1),
    /** Models that rounds may name though they are no longer offered. */
    retired: z.array(z.string()).default([]),
    rules: z
      .object({
        exclude: groupOfModels.exactOptional(),
        atLeastOneOf: z.array(groupOfModels).exactOptional(),
        atMostOneOf: z.array(groupOfModels).exactOptional(),
      })
      .exactOptional(),
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
  /** Null: nobody has said. */
  reward: z.number().min(0).nullable(),
  costNano: z.int().min(0),
  textKept: z.enum(['full', 'hash', 'none']).default('full'),
});

type Header = z.infer<typeof header>;
type Line = z.infer<typeof line>;

/** A log of a replay or a task. */
export interface LogFile extends RoundsLog {
  /** Rounds that are left out, as their reward is not known. */
  readonly unrewarded: number;
  /** Rounds whose text is not kept. */
  readonly textless: number;
}

/** @throws {UsageError} that names the line and the field, if the file is no log with propensities */
export async function readLog(path: string): Promise<LogFile> {
  let terms: Header | null = null;
  const rounds: RoundOfLog[] = [];
  let unrewarded = 0;
  let textless = 0;
  let at = 0;
  try {
    for await (const text of linesOf(createReadStream(path))) {
      at += 1;
      if (text.trim() === '') continue;
      const value: unknown = JSON.parse(text);
      if (terms === null) terms = header.parse(value);
      else {
        const { reward, textKept, ...round } = known(line.parse(value), terms);
        if (textKept !== 'full') textless += 1;
        if (reward === null) unrewarded += 1;
        else rounds.push({ ...round, reward });
      }
    }
  } catch (error) {
    throw new UsageError(`--log ${path}: ${at === 0 ? '' : `line ${at}: `}${reasonOf(error)}`);
  }
  if (terms === null || rounds.length < 2)
    throw new UsageError(`--log ${path}: it has too few rounds to say anything`);
  return { terms, rounds, unrewarded, textless };
}

/** @throws {Error} for a round of models that were not offered */
function known(round: Line, { offers, retired }: Header): Line {
  const asked = [...round.combination, ...round.calls.map(({ model }) => model)];
  const stray = asked.find(
    (model) => !retired.includes(model) && offers.every((offer) => offer.model !== model),
  );
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
