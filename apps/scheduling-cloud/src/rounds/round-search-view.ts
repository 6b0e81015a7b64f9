import { z } from 'zod';
import { text } from '#contracts';
import type { FoundRound, RoundFilter } from '#storage';
import { ApiError } from '../http/api-error.js';
import { isSpan, SPAN_FAULT, SPAN_FIELDS } from '../http/span.js';

const MOST_ROUNDS = 200;
const MOST_REWARD = 1_000;
const MOST_USD = 1_000_000;

const fraction = z.coerce.number().min(0).max(MOST_REWARD).optional();
const usd = z.coerce.number().min(0).max(MOST_USD).optional();

/** What `GET /admin/v1/rounds` asks for. */
export const roundQuery = z
  .strictObject({
    task: text.min(1).optional(),
    model: text.min(1).optional(),
    status: z.enum(['pending', 'answered', 'failed']).optional(),
    reward_min: fraction,
    reward_max: fraction,
    cost_min_usd: usd,
    cost_max_usd: usd,
    ...SPAN_FIELDS,
    query: z
      .string()
      .regex(/^[0-9a-f-]{1,36}$/i, 'must be the beginning of an id')
      .optional(),
    limit: z.coerce.number().int().min(1).max(MOST_ROUNDS).default(50),
    cursor: z.string().max(100).optional(),
  })
  .refine(isSpan, SPAN_FAULT)
  .refine(({ reward_min: least = 0, reward_max: most = least }) => least <= most, {
    message: 'must be at least reward_min',
    path: ['reward_max'],
  })
  .refine(({ cost_min_usd: least = 0, cost_max_usd: most = least }) => least <= most, {
    message: 'must be at least cost_min_usd',
    path: ['cost_max_usd'],
  });
export type RoundQuery = z.infer<typeof roundQuery>;

/** A page of rounds. */
export const roundList = z
  .strictObject({
    data: z.array(
      z.strictObject({
        query_id: z.uuid(),
        round_id: z.uuid(),
        task: z.string(),
        at: z.iso.datetime(),
        status: z.enum(['pending', 'answered', 'failed']),
        models: z.array(z.string()).describe('The combination, in call order.'),
        answered_by: z.string().nullable(),
        reward: z.number().nullable().describe('Null while nobody has said.'),
        cost_usd: z.number().nullable().describe('Null until it is settled.'),
        latency_ms: z.number().nullable(),
        policy: z.string(),
        input_preview: z
          .string()
          .nullable()
          .describe('How what the user said last begins; null where that is not kept.'),
        rated: z.boolean().describe('Whether a rating counts.'),
      }),
    ),
    next_cursor: z
      .string()
      .nullable()
      .describe(
        'For the next page; null: there is none. A search that would take long says how far it has come: then a page may be short, or empty, though there are more.',
      ),
  })
  .meta({ id: 'RoundList' });
export type RoundList = z.infer<typeof roundList>;

/** @throws {ApiError} 400 for a cursor that was not given by a page */
export function filterOf(query: RoundQuery, tasks: readonly string[]): RoundFilter {
  return {
    tasks,
    model: query.model,
    status: query.status,
    leastRewardMicro: scaled(query.reward_min, 1e6),
    mostRewardMicro: scaled(query.reward_max, 1e6),
    leastCostNano: scaled(query.cost_min_usd, 1e9),
    mostCostNano: scaled(query.cost_max_usd, 1e9),
    from: query.from === undefined ? undefined : new Date(query.from),
    to: query.to === undefined ? undefined : new Date(query.to),
    ids: query.query === undefined ? undefined : idsBeginning(query.query),
  };
}

/** @throws {ApiError} 400 */
export function idOfCursor(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length === 16) return dashed(bytes.toString('hex'));
  throw new ApiError(
    400,
    'invalid_request',
    'cursor: give the next_cursor of the page before, or none for the first',
    'cursor',
  );
}

export function cursorOf(id: string | null): string | null {
  return id && Buffer.from(id.replaceAll('-', ''), 'hex').toString('base64url');
}

export function viewOfFound(round: FoundRound): RoundList['data'][number] {
  return {
    query_id: round.id,
    round_id: round.id,
    task: round.task,
    at: round.at.toISOString(),
    status: round.status,
    models: round.models,
    answered_by: round.answeredBy,
    reward: round.rewardMicro === null ? null : round.rewardMicro / 1e6,
    cost_usd: round.costNano === null ? null : round.costNano / 1e9,
    latency_ms: round.latencyMs,
    policy: round.policy,
    input_preview: round.preview,
    rated: round.rated,
  };
}

function scaled(value: number | undefined, by: number): number | undefined {
  return value === undefined ? undefined : Math.round(value * by);
}

function idsBeginning(prefix: string): { least: string; most: string } {
  const digits = prefix.toLowerCase().replaceAll('-', '').slice(0, 32);
  return { least: dashed(digits.padEnd(32, '0')), most: dashed(digits.padEnd(32, 'f')) };
}

function dashed(hex: string): string {
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}
