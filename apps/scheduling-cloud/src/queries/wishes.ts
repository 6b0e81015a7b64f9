import type { ModelId } from '#bandit';
import type { Metadata } from '#contracts';
import { ApiError } from '../http/api-error.js';
import { affordable, type Limits } from '../money/affordable.js';
import type { Task } from '../tasks/task.js';

/** What a client asks of one query, in its metadata. */
export interface Wishes extends Limits {
  /** By name, what spend and reward are broken down by; null where there are none. */
  readonly labels: Readonly<Record<string, string>> | null;
}

const PREFIX = 'purser_';
const LABEL = 'purser_label_';
const MAX_COST = 'purser_max_cost_usd';
const EXCLUDE = 'purser_exclude_models';
/** The conversation that a query belongs to; it stays with its models. */
export const SESSION = 'purser_session_id';
const KNOWN: readonly string[] = [MAX_COST, EXCLUDE, SESSION];
const LABEL_NAME = /^[a-z0-9_]{1,51}$/;
const LONGEST_LABEL = 64;

/**
 * The wishes in a query's metadata.
 * @throws {ApiError} 400 for a wish that can't be honoured: none is dropped in silence
 */
export function wishesOf(metadata: Metadata, task: Task): Wishes {
  const labels: Record<string, string> = {};
  for (const [key, value] of Object.entries(metadata)) {
    if (key.startsWith(LABEL)) labels[labelName(key)] = labelValue(key, value);
    else if (key.startsWith(PREFIX) && !KNOWN.includes(key)) {
      throw refused(key, `is not known: there are ${KNOWN.join(', ')} and ${LABEL}<name>`);
    }
  }
  return {
    labels: Object.keys(labels).length === 0 ? null : labels,
    exclude: excluded(metadata[EXCLUDE], task),
    maxNano: maxNano(metadata[MAX_COST]),
  };
}

/** The metadata that are for models and hooks. */
export function withoutWishes(metadata: Metadata): Metadata {
  const entries = Object.entries(metadata);
  const own = entries.filter(([key]) => !key.startsWith(PREFIX));
  return own.length === entries.length ? metadata : Object.fromEntries(own);
}

function labelName(key: string): string {
  const name = key.slice(LABEL.length);
  if (LABEL_NAME.test(name)) return name;
  throw refused(key, 'has a name that is not of 1 to 51 letters a to z, digits and underscores');
}

function labelValue(key: string, value: string): string {
  if (value.length > 0 && value.length <= LONGEST_LABEL) return value;
  throw refused(key, `must have 1 to ${LONGEST_LABEL} characters`);
}

function maxNano(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const usd = /^\d+(\.\d+)?(e-?\d+)?$/i.test(text) ? Number(text) : NaN;
  if (usd > 0 && usd <= 1e6) return Math.floor(Number((usd * 1e9).toPrecision(15)));
  throw refused(MAX_COST, 'must be dollars, such as "0.002"');
}

function excluded(text: string | undefined, task: Task): ModelId[] {
  if (text === undefined) return [];
  const models = text.split(',').map((model) => model.trim());
  const known = [...task.models.keys()];
  const stranger = models.find((model) => !known.includes(model));
  if (stranger !== undefined) {
    throw refused(
      EXCLUDE,
      `names ${JSON.stringify(stranger)}, which the task does not have: it has ${known.join(', ')}`,
    );
  }
  const { fallback } = task.execution;
  if (fallback !== undefined && models.includes(fallback)) {
    throw refused(EXCLUDE, `names ${fallback}, which the task asks when all others fail`);
  }
  if (affordable(task, () => 0, { exclude: models }).length === 0) {
    throw refused(EXCLUDE, 'leaves too few models for a combination: exclude fewer');
  }
  return models;
}

function refused(key: string, what: string): ApiError {
  return new ApiError(400, 'invalid_request', `metadata.${key} ${what}`, `metadata.${key}`);
}

/**
 * What the attempts of a query may cost at worst, in nano-dollars. Null where neither a cap nor the
 * client limits it: then none is refused for want of a reservation, and a query whose local-server
 * died is answered all the same.
 */
export function limitOf(query: {
  reservedNano: number;
  isCapped: boolean;
  metadata: Readonly<Record<string, string>>;
}): number | null {
  return query.isCapped || MAX_COST in query.metadata ? query.reservedNano : null;
}
