import { z } from 'zod';
import type { RoundSpan } from '#storage';

/** Between two times, `from` included and `to` not. */
export const spanQuery = z
  .strictObject({
    from: z.iso.datetime({ offset: true }).optional(),
    to: z.iso.datetime({ offset: true }).optional(),
  })
  .refine(({ from, to }) => !from || !to || Date.parse(from) < Date.parse(to), {
    message: 'must be later than from',
    path: ['to'],
  });
export type SpanQuery = z.infer<typeof spanQuery>;

export const FROM = {
  name: 'from',
  required: false,
  description: 'Queries taken in since then.',
  schema: { type: 'string', format: 'date-time' },
} as const;
export const TO = { ...FROM, name: 'to', description: 'And before that.' } as const;

export function spanOf(task: string, { from, to }: SpanQuery): RoundSpan {
  return {
    task,
    from: from === undefined ? null : new Date(from),
    to: to === undefined ? null : new Date(to),
  };
}
