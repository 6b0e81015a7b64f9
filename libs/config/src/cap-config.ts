import { z } from 'zod';

/** The most dollars that are still whole nano-dollars in a double. */
export const MOST_CAP_USD = 9_000_000;

const capConfig = z
  .strictObject({
    /** Minutes and hours are UTC's; days, weeks (from Monday) and months begin at midnight in the time zone. */
    window: z.enum(['minute', 'hour', 'day', 'week', 'month']),
    limitUsd: z.number().min(1e-9).max(MOST_CAP_USD),
    /** An IANA name, such as Europe/Berlin. */
    timeZone: z
      .string()
      .refine(isTimeZone, 'must be a time zone such as Europe/Berlin')
      .default('UTC'),
    /** Hard: what would pass it is refused. Soft: passing it is told. */
    hard: z.boolean().default(true),
  })
  .refine(({ window, timeZone }) => timeZone === 'UTC' || spansDates(window), {
    message: 'is for days, weeks and months: leave it out',
    path: ['timeZone'],
  });

/** A cap as written, with its defaults applied: dollars a window. */
export type CapConfig = z.output<typeof capConfig>;

/** The caps of one task, or of all together; each window, time zone and kind at most once. */
export const capList = z
  .array(capConfig)
  .superRefine((caps, context) => {
    const seen = new Set<string>();
    for (const [index, { window, timeZone, hard }] of caps.entries()) {
      const key = `${window} ${timeZone} ${hard}`;
      if (seen.has(key)) {
        const message = `there is a ${hard ? 'hard' : 'soft'} cap of this window already: keep one of them`;
        context.addIssue({ code: 'custom', path: [index], message });
      }
      seen.add(key);
    }
  })
  .default([]);

/** Whether such windows begin at a midnight, and so have a time zone. */
export function spansDates(window: string): boolean {
  return window === 'day' || window === 'week' || window === 'month';
}

/** Whether it is an IANA name of a time zone. */
export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    // Offsets such as +02:00 have no name, and no summer.
    return /^[A-Za-z]/.test(name);
  } catch {
    return false;
  }
}
