import { z } from 'zod';
import type { RatingMapping } from '#config';
import { text } from '#contracts';
import { ApiError } from '../http/api-error.js';
import type { GivenRating } from '../feedback/feedback-request.js';
import { scoreOn } from './scale.js';

const uuid = z.uuid();
const label = text.min(1).max(100);
const note = text.max(10_000);

/** A rating that a sender's JSON says, before it is known whose it is. */
export type MappedRating = Pick<GivenRating, 'queryId' | 'model' | 'score' | 'comment'> & {
  rater: string | null;
};

/**
 * Reads the rating out of a sender's JSON; undefined for JSON that is about something else.
 * @throws {ApiError} 422 that names the path at fault
 */
export function mappedRating(mapping: RatingMapping, payload: unknown): MappedRating | undefined {
  const { when } = mapping;
  if (when && valueAt(payload, when.path) !== when.equals) return undefined;
  const queryId = uuid.safeParse(valueAt(payload, mapping.query));
  if (!queryId.success) throw unmapped(mapping.query, "must be a query's id");
  const value = valueAt(payload, mapping.rating);
  const score = scoreOn(mapping.scale, value);
  if (score === undefined) {
    const scale = typeof mapping.scale === 'string' ? mapping.scale : JSON.stringify(mapping.scale);
    throw unmapped(mapping.rating, `is ${shown(value)}, which the scale ${scale} does not have`);
  }
  return {
    queryId: queryId.data,
    score,
    model: textAt(payload, mapping.model, label),
    comment: textAt(payload, mapping.comment, note),
    rater: textAt(payload, mapping.rater, label),
  };
}

/** The value at a path such as `data.answers[0].stars`; undefined if there is none. */
function valueAt(payload: unknown, path: string): unknown {
  const steps = path.split(/[.[\]]+/).filter((step) => step !== '');
  return steps.reduce<unknown>((value, step) => {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step))
      return undefined;
    return (value as Record<string, unknown>)[step];
  }, payload);
}

/** @throws {ApiError} 422 for what is there and is no such text */
function textAt(
  payload: unknown,
  path: string | undefined,
  schema: z.ZodType<string>,
): string | null {
  const value = path === undefined ? undefined : valueAt(payload, path);
  if (path === undefined || value === undefined || value === null || value === '') return null;
  const read = schema.safeParse(typeof value === 'number' ? String(value) : value);
  if (!read.success) throw unmapped(path, read.error.issues[0]?.message ?? 'must be text');
  return read.data;
}

function unmapped(path: string, message: string): ApiError {
  return new ApiError(422, 'invalid_payload', `${path}: ${message}`, path);
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 100);
}
