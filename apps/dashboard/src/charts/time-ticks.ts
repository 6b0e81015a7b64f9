const MINUTE = 60;
const DAY = 86_400;

const SECONDS: Intl.DateTimeFormatOptions = {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
};
const MINUTES: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
const DAYS: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
const MONTHS: Intl.DateTimeFormatOptions = { month: 'short', year: 'numeric' };

/**
 * The texts of an axis of time: no finer than the ticks are apart, and the day where a new one begins.
 * @param ticks seconds since 1970
 * @param apart seconds
 */
export function timeTicks(ticks: readonly number[], apart: number, timeZone?: string): string[] {
  const zone = timeZone === undefined ? {} : { timeZone };
  const write = (options: Intl.DateTimeFormatOptions) => {
    const format = new Intl.DateTimeFormat('en-GB', { ...options, ...zone });
    return (tick: number) => format.format(new Date(tick * 1_000));
  };
  if (apart >= 28 * DAY) return ticks.map(write(MONTHS));
  if (apart >= DAY) return ticks.map(write(DAYS));
  const [clock, day] = [write(apart < MINUTE ? SECONDS : MINUTES), write(DAYS)];
  return ticks.map((tick) => {
    const text = clock(tick);
    return /^00:00(:00)?$/.test(text) ? day(tick) : text;
  });
}
