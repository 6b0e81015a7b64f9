import { Readable } from 'node:stream';
import { ApiError } from '../http/api-error.js';
import { ndjsonOf } from '../http/ndjson.js';
import type { PlanRequest } from './plan-request.js';
import type { PlanWish } from './plans.js';

/** What stands in the URL when the body is lines. */
interface InUrl {
  readonly task: string | undefined;
  readonly models: string | undefined;
}

/** @throws {ApiError} 400 if the task is missing, or named in two places */
export function wishOf(body: PlanRequest | Readable, { task, models }: InUrl): PlanWish {
  if (!(body instanceof Readable)) {
    if (task === undefined && models === undefined)
      return { task: body.task, models: body.models, content: body.queries };
    throw refused('task and models stand in a body of JSON, not in the URL');
  }
  if (task === undefined || task === '')
    throw refused('name the task in the URL: /v1/plans?task=NAME');
  return { task, models: models?.split(','), content: ndjsonOf(body) };
}

function refused(what: string): ApiError {
  return new ApiError(400, 'invalid_request', `task: ${what}`, 'task');
}
