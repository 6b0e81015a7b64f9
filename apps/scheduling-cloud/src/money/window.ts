import { IANAZone } from 'luxon';
import type { CapSpan } from '#storage';

/** From its start to, and without, its end. */
export interface Window {
  readonly start: Date;
  readonly end: Date;
}

const SECOND_MS = 1_000;
const HOUR_MS = 3_600 * SECOND_MS;
const DAY_MS = 24 * HOUR_MS;
const FIXED_MS: Partial<Record<CapSpan, number>> = { minute: 60 * SECOND_MS, hour: HOUR_MS };
/** Further from UTC's midnight than any zone's is, so that its clocks may change in between. */
const BEYOND_MS = 26 * HOUR_MS;

/**
 * The window that a moment falls in; every moment falls in exactly one, and the end of one is the
 * start of the next. Minutes and hours are UTC's. Days, weeks (from Monday) and months begin when
 * their date begins in the time zone, so a day may have 23 or 25 hours.
 * @param timeZone an IANA name
 */
export function windowOf(span: CapSpan, timeZone: string, at: Date): Window {
  const length = FIXED_MS[span];
  if (length !== undefined) {
    const start = Math.floor(at.getTime() / length) * length;
    return { start: new Date(start), end: new Date(start + length) };
  }
  const zone = IANAZone.create(timeZone);
  let date = firstDate(span, localDate(zone, at.getTime()));
  let next = nextDate(span, date);
  // A clock that goes back over midnight shows yesterday's date again for a while.
  while (beginningOf(next, zone) <= at.getTime()) [date, next] = [next, nextDate(span, next)];
  return { start: new Date(beginningOf(date, zone)), end: new Date(beginningOf(next, zone)) };
}

/** A date of the calendar, as its midnight in UTC: milliseconds since the epoch. */
type CalendarDate = number;

function localDate(zone: IANAZone, ms: number): CalendarDate {
  const local = ms + zone.offset(ms) * 60_000;
  return Math.floor(local / DAY_MS) * DAY_MS;
}

function firstDate(span: CapSpan, date: CalendarDate): CalendarDate {
  const day = new Date(date);
  if (span === 'month') return Date.UTC(day.getUTCFullYear(), day.getUTCMonth());
  return span === 'week' ? date - ((day.getUTCDay() + 6) % 7) * DAY_MS : date;
}

function nextDate(span: CapSpan, first: CalendarDate): CalendarDate {
  const day = new Date(first);
  if (span === 'month') return Date.UTC(day.getUTCFullYear(), day.getUTCMonth() + 1);
  return first + (span === 'week' ? 7 : 1) * DAY_MS;
}

/**
 * The first moment that has the date, or a later one where the zone skips it: by the offset before
 * a change of clocks or the one after it, whichever comes first and is not still the day before.
 */
function beginningOf(date: CalendarDate, zone: IANAZone): number {
  const moments = [date - BEYOND_MS, date + BEYOND_MS].map((ms) => date - zone.offset(ms) * 60_000);
  return Math.min(...moments.filter((ms) => localDate(zone, ms) >= date));
}
