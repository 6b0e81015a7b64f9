import type { DataSource } from 'typeorm';
import type { QueryStatus } from './entities/query.js';
import {
  countOf,
  FEW,
  MODEL_HOURS,
  OLDEST_ROUND,
  searchOf,
  type IdBounds,
  type RareField,
  type RoundFilter,
} from './round-search-sql.js';
import { SERIES_KEPT_MS } from './series-terms.js';
import { firstIdAt } from './time-ordered-id.js';

/** A round as lists show it. */
export interface FoundRound {
  id: string;
  task: string;
  at: Date;
  status: QueryStatus;
  models: string[];
  answeredBy: string | null;
  policy: string;
  rewardMicro: number | null;
  costNano: number | null;
  latencyMs: number | null;
  /** Whether a rating counts. */
  rated: boolean;
  /** How the last message of the user begins; null where it is not kept. */
  preview: string | null;
}

export interface FoundRounds {
  /** Newest first. */
  rounds: FoundRound[];
  /** Those that are left have lesser ids; null: there are none. */
  before: string | null;
}

/** What PostgreSQL may take to find a page by its own plan. */
const PLAN_MS = 400;
/** What a walk through rounds may take, and each of its steps. */
const WALK_MS = 400;
const STEP_MS = 200;
const FIRST_WINDOW_MS = 3_600_000;
/** A query is written a moment after the time that is in its id, or before it. */
const LATE_MS = 1_000;
const DAY_MS = 86_400_000;

/**
 * Searches rounds by their figures, newest first. PostgreSQL finds a page by one of the indexes in
 * milliseconds; where no index helps (the filters are met by hardly any of millions of rounds), the
 * search walks back through time instead, and says after a while how far it has come: then a page may
 * be short, or empty, though there are more.
 */
export class RoundSearch {
  constructor(private readonly database: DataSource) {}

  /** @param before an id: only rounds with lesser ones */
  async find(
    filter: RoundFilter,
    limit: number,
    before: string | null = null,
  ): Promise<FoundRounds> {
    const bounds = await this.boundsOf(filter, before);
    if (bounds === null) return { rounds: [], before: null };
    const rare = await this.rareField(filter);
    const page = await this.within(filter, bounds, { limit: limit + 1, ms: PLAN_MS, rare });
    if (page === 'too-slow') return this.walk(filter, bounds, limit);
    return { rounds: page.slice(0, limit), before: page[limit] ? idAt(page, limit - 1) : null };
  }

  private async walk(filter: RoundFilter, bounds: IdBounds, limit: number): Promise<FoundRounds> {
    const end = performance.now() + WALK_MS;
    const oldest = await this.oldest(filter.tasks, bounds);
    const rounds: FoundRound[] = [];
    let { most } = bounds;
    let windowMs = FIRST_WINDOW_MS;
    while (performance.now() < end && most > oldest) {
      const begun = performance.now();
      const least = greater(oldest, firstIdAt(new Date(timeOf(most) - windowMs)));
      const left = limit + 1 - rounds.length;
      const found = await this.within(filter, { least, most }, { limit: left, ms: STEP_MS });
      if (found === 'too-slow') {
        windowMs /= 4;
        continue;
      }
      rounds.push(...found);
      if (rounds.length > limit) {
        return { rounds: rounds.slice(0, limit), before: idAt(rounds, limit - 1) };
      }
      most = least;
      if (performance.now() - begun < STEP_MS / 4) windowMs *= 2;
    }
    return { rounds, before: most > oldest ? most : null };
  }

  /** Null: there can be none. */
  private async boundsOf(filter: RoundFilter, before: string | null): Promise<IdBounds | null> {
    const { from, to, ids, model, tasks } = filter;
    const least = [LEAST, from && firstIdAt(new Date(from.getTime() - LATE_MS)), ids?.least];
    const most = [
      MOST,
      to && firstIdAt(new Date(to.getTime() + LATE_MS)),
      before,
      ids && after(ids),
    ];
    if (model !== undefined) {
      const [hours] = await this.database.query<[{ first: Date | null; last: Date | null }]>(
        MODEL_HOURS,
        [tasks, model],
      );
      if (hours.first === null || hours.last === null) return null;
      // Before the oldest hour that is kept there may be more.
      const isFirst = Date.now() - hours.first.getTime() < SERIES_KEPT_MS[3600] - DAY_MS;
      if (isFirst) least.push(firstIdAt(new Date(hours.first.getTime() - LATE_MS)));
      most.push(firstIdAt(new Date(hours.last.getTime() + 3_600_000 + LATE_MS)));
    }
    return {
      least: least.reduce<string>((a, b) => (b && b > a ? b : a), LEAST),
      most: most.reduce<string>((a, b) => (b && b < a ? b : a), MOST),
    };
  }

  /** The planner does not know how rewards and costs differ between tasks: it is told what is rare. */
  private async rareField(filter: RoundFilter): Promise<RareField | undefined> {
    const { leastRewardMicro, mostRewardMicro, leastCostNano, mostCostNano } = filter;
    const fields: RareField[] = [];
    if (leastRewardMicro !== undefined || mostRewardMicro !== undefined)
      fields.push('reward_micro');
    if (leastCostNano !== undefined || mostCostNano !== undefined) fields.push('cost_nano');
    for (const field of fields) {
      const { sql, values } = countOf(filter, field, FEW + 1);
      const [{ rounds }] = await this.database.query<[{ rounds: number }]>(sql, values);
      if (rounds <= FEW) return field;
    }
    return undefined;
  }

  private async oldest(tasks: readonly string[], { least }: IdBounds): Promise<string> {
    const [row] = await this.database.query<[{ id: string | null }]>(OLDEST_ROUND, [tasks, least]);
    return row.id ?? MOST;
  }

  private async within(
    filter: RoundFilter,
    bounds: IdBounds,
    { limit, ms, rare }: { limit: number; ms: number; rare?: RareField | undefined },
  ): Promise<FoundRound[] | 'too-slow'> {
    const { sql, values } = searchOf(filter, bounds, limit, rare);
    try {
      return await this.database.transaction(async (transaction) => {
        await transaction.query(`SET LOCAL statement_timeout = ${ms}`);
        return await transaction.query<FoundRound[]>(sql, values);
      });
    } catch (error) {
      if ((error as { code?: unknown }).code === QUERY_CANCELED) return 'too-slow';
      throw error;
    }
  }
}

const LEAST = '00000000-0000-0000-0000-000000000000';
const MOST = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
/** Of PostgreSQL: a statement took too long. */
const QUERY_CANCELED = '57014';

function idAt(rounds: readonly FoundRound[], index: number): string | null {
  return rounds[index]?.id ?? null;
}

function greater(one: string, other: string): string {
  return one > other ? one : other;
}

/** The least id above those of a range; of the greatest there is none, but no UUID of version 7 is that. */
function after({ most }: { most: string }): string {
  const next = (BigInt(`0x${most.replaceAll('-', '')}`) + 1n).toString(16).padStart(32, '0');
  return next.length > 32
    ? MOST
    : next.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** When an id of version 7 was made, in milliseconds since the epoch. */
function timeOf(id: string): number {
  const year3000 = 32_503_680_000_000;
  return Math.min(year3000, Number.parseInt(id.slice(0, 13).replace('-', ''), 16));
}
