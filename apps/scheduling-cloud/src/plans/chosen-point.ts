import type { StoredPoint } from '#storage';
import { ApiError } from '../http/api-error.js';
import { dollars } from '../money/dollars.js';
import type { ExecuteRequest } from './plan-request.js';

/**
 * The point of a front that is asked for.
 * @param points ascending in cost and accuracy, at least one
 * @throws {ApiError} 400 that says what can be had
 */
export function pointOf(
  { point, max_cost_usd, min_accuracy }: ExecuteRequest,
  points: readonly StoredPoint[],
): number {
  if (max_cost_usd !== undefined) {
    const found = points.findLastIndex(({ costNano }) => costNano <= max_cost_usd * 1e9);
    if (found >= 0) return found;
    throw tooDear(points[0]?.costNano ?? 0);
  }
  if (min_accuracy !== undefined) {
    const found = points.findIndex(({ accuracy }) => accuracy >= min_accuracy);
    if (found >= 0) return found;
    throw noSuchAccuracy(points.at(-1)?.accuracy ?? 0);
  }
  if (point !== undefined && point < points.length) return point;
  throw refused('point', `the front has the points 0 to ${points.length - 1}`);
}

/** @param cheapestNano of the whole batch */
export function tooDear(cheapestNano: number): ApiError {
  const least = dollars(Math.ceil(cheapestNano));
  return refused(
    'max_cost_usd',
    `the cheapest point is expected to cost ${least}: raise it to that`,
  );
}

/** @param highest accuracy that can be had, written so that asking for it is not refused again */
export function noSuchAccuracy(highest: number): ApiError {
  return refused(
    'min_accuracy',
    `the highest accuracy that can be had is expected to be ${Math.floor(highest * 1e4) / 1e4}: ask for at most that`,
  );
}

function refused(param: string, what: string): ApiError {
  return new ApiError(400, 'invalid_request', `${param}: ${what}`, param);
}
