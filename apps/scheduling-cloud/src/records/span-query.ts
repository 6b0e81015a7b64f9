import type { RoundSpan } from '#storage';
import { fromField, toField, type SpanQuery } from '../http/span.js';

export const FROM = fromField('Queries taken in since then.');
export const TO = toField('And before that.');

export function spanOf(task: string, { from, to }: SpanQuery): RoundSpan {
  return {
    task,
    from: from === undefined ? null : new Date(from),
    to: to === undefined ? null : new Date(to),
  };
}
