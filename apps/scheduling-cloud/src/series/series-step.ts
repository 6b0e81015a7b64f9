import { z } from 'zod';
import { SERIES_KEPT_MS, type SeriesSpan, type SeriesStep } from '#storage';
import { isSpan, SPAN_FAULT, SPAN_FIELDS, spanWithin } from '../http/span.js';

/** What the routes of series ask for. */
export const seriesQuery = z
  .strictObject({
    ...SPAN_FIELDS,
    step: z.enum(['second', 'minute', 'hour', 'auto']).default('auto'),
  })
  .refine(isSpan, SPAN_FAULT);
export type SeriesQuery = z.infer<typeof seriesQuery>;

const HOUR_MS = 3_600_000;
/** About so many points are good to look at. */
const POINTS = 300;

const NAMED: Readonly<Record<'second' | 'minute' | 'hour', SeriesStep>> = {
  second: 1,
  minute: 60,
  hour: 3600,
};

/** Widths that people can read off an axis, ascending. */
const WIDTHS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400,
  172_800, 604_800,
];

/**
 * The buckets that a request gets: those of its step, or of the narrowest that makes at most 300
 * points; of what is not kept any more as much as there is. The last hour unless it says otherwise.
 */
export function seriesSpan(task: string, query: SeriesQuery, now: Date): SeriesSpan {
  const { from, to } = spanWithin(query, HOUR_MS);
  const stepSeconds = query.step === 'auto' ? widthFor(from, to, now) : NAMED[query.step];
  const base = baseOf(stepSeconds);
  const kept = now.getTime() - SERIES_KEPT_MS[base];
  const stepMs = stepSeconds * 1_000;
  const begin = Math.floor(Math.max(from.getTime(), kept) / stepMs) * stepMs;
  return { task, base, stepSeconds, from: new Date(begin), to };
}

function widthFor(from: Date, to: Date, now: Date): number {
  const end = Math.min(to.getTime(), now.getTime());
  const least = Math.max(1, (end - from.getTime()) / 1_000 / POINTS, oldest(from, now));
  return WIDTHS.find((width) => width >= least) ?? (WIDTHS.at(-1) as number);
}

/** The narrowest bucket that is kept for so long. */
function oldest(from: Date, now: Date): SeriesStep {
  const age = now.getTime() - from.getTime();
  if (age <= SERIES_KEPT_MS[1]) return 1;
  return age <= SERIES_KEPT_MS[60] ? 60 : 3600;
}

function baseOf(stepSeconds: number): SeriesStep {
  if (stepSeconds % 3_600 === 0) return 3600;
  return stepSeconds % 60 === 0 ? 60 : 1;
}
