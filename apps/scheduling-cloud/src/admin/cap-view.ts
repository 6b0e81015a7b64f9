import { z } from 'zod';
import { MOST_CAP_USD, isTimeZone, spansDates } from '#config';
import type { Cap, CapTerms, WindowBalance } from '#storage';
import { windowOf } from '../money/window.js';

const limit = z
  .number()
  .min(0)
  .max(MOST_CAP_USD)
  .describe('Dollars that a window may hold, to the nano-dollar; 0: nothing.');

const TERMS = {
  scope: z.enum(['global', 'task', 'key']).describe('Whose queries are charged to it.'),
  subject: z
    .string()
    .regex(/^[^\p{Cc}]+$/u)
    .nullable()
    .describe("The task's name or the key's id; null: all."),
  window: z.enum(['minute', 'hour', 'day', 'week', 'month']),
  time_zone: z
    .string()
    .refine(isTimeZone, 'must be a time zone such as Europe/Berlin')
    .describe('Where days, weeks and months begin at midnight; UTC for minutes and hours.'),
  hard: z.boolean().describe('Hard: what would pass it is refused. Soft: passing it is told.'),
  limit_usd: limit,
};

/** The body of `POST /admin/v1/caps`. */
export const newCap = z
  .strictObject({
    ...TERMS,
    subject: TERMS.subject.default(null),
    time_zone: TERMS.time_zone.default('UTC'),
    hard: TERMS.hard.default(true),
  })
  .refine(({ scope, subject }) => (scope === 'global') === (subject === null), {
    message: 'is for caps of a task or a key, which need one: a global cap has none',
    path: ['subject'],
  })
  .refine(({ window, time_zone }) => time_zone === 'UTC' || spansDates(window), {
    message: 'is for days, weeks and months: leave it out',
    path: ['time_zone'],
  })
  .meta({
    id: 'NewCap',
    example: { scope: 'task', subject: 'qa', window: 'day', limit_usd: 40 },
  });
export type NewCap = z.infer<typeof newCap>;

/** The body of `PATCH /admin/v1/caps/{id}`. */
export const capPatch = z
  .strictObject({ limit_usd: limit })
  .meta({ id: 'CapPatch', example: { limit_usd: 60 } });
export type CapPatch = z.infer<typeof capPatch>;

/** A cap with the window that is open now. */
export const capView = z
  .strictObject({
    id: z.uuid(),
    ...TERMS,
    source: z
      .enum(['file', 'api'])
      .describe('Who wrote it last. The file does not change the API’s.'),
    current: z
      .strictObject({
        starts_at: z.iso.datetime(),
        ends_at: z.iso.datetime(),
        settled_usd: z.number().describe('Spent by queries that were admitted in this window.'),
        reserved_usd: z.number().describe('What those under way may still cost at worst.'),
        remaining_usd: z
          .number()
          .describe('Below 0 where the limit was lowered, or a soft cap passed.'),
      })
      .describe('The window that is open now.'),
    version: z.int().describe('Its ETag.'),
  })
  .meta({ id: 'Cap' });
export type CapView = z.infer<typeof capView>;

export const capList = z.strictObject({ data: z.array(capView) }).meta({ id: 'CapList' });
export type CapList = z.infer<typeof capList>;

export function termsOfNew({
  scope,
  subject,
  window,
  time_zone,
  hard,
  limit_usd,
}: NewCap): CapTerms {
  return {
    scope,
    subject: subject ?? '',
    span: window,
    timeZone: time_zone,
    hard,
    limitNano: nanoOf(limit_usd),
  };
}

export function nanoOf(usd: number): number {
  return Math.round(usd * 1e9);
}

/** @param balances of the windows that are open at that time; a cap without one has counted nothing */
export function viewOfCap(cap: Cap, balances: readonly WindowBalance[], at: Date): CapView {
  const { start, end } = windowOf(cap.span, cap.timeZone, at);
  const balance = balances.find(({ capId }) => capId === cap.id);
  const { settledNano = 0, reservedNano = 0 } = balance ?? {};
  return {
    id: cap.id,
    scope: cap.scope,
    subject: cap.subject === '' ? null : cap.subject,
    window: cap.span,
    time_zone: cap.timeZone,
    hard: cap.hard,
    limit_usd: cap.limitNano / 1e9,
    source: cap.origin,
    current: {
      starts_at: start.toISOString(),
      ends_at: end.toISOString(),
      settled_usd: settledNano / 1e9,
      reserved_usd: reservedNano / 1e9,
      remaining_usd: (cap.limitNano - settledNano - reservedNano) / 1e9,
    },
    version: cap.version,
  };
}
