import { z } from 'zod';

export const DAY_MS = 86_400_000;
export const MONTH_MS = 30 * DAY_MS;

/** The fields of a query that asks for a span of time: `from` included and `to` not. */
export const SPAN_FIELDS = {
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
};

interface SpanFields {
  from?: string | undefined;
  to?: string | undefined;
}

/** The refinement of a schema with `SPAN_FIELDS`, to be given with `SPAN_FAULT`. */
export function isSpan({ from, to }: SpanFields): boolean {
  return !from || !to || Date.parse(from) < Date.parse(to);
}

export const SPAN_FAULT = { message: 'must be later than from', path: ['to'] };

/** Between two times, `from` included and `to` not. */
export const spanQuery = z.strictObject(SPAN_FIELDS).refine(isSpan, SPAN_FAULT);
export type SpanQuery = z.infer<typeof spanQuery>;

/** Until now unless they say until when, and for so long before that unless they say since when. */
export function spanWithin({ from, to }: SpanFields, lengthMs: number): { from: Date; to: Date } {
  const end = to === undefined ? new Date() : new Date(to);
  const start = from === undefined ? new Date(end.getTime() - lengthMs) : new Date(from);
  return { from: start, to: end };
}

/** Describes the field `from`, for `@ApiQuery`. */
export const fromField = (description: string) => timeField('from', description);

/** Describes the field `to`, for `@ApiQuery`. */
export const toField = (description: string) => timeField('to', description);

function timeField<Name extends string>(name: Name, description: string) {
  return {
    name,
    required: false,
    description,
    schema: { type: 'string', format: 'date-time' },
  } as const;
}
