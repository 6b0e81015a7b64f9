import type { DataSource } from 'typeorm';
import type { RewardSource } from './entities/call.js';
import type { QueryStatus, StoredMessage } from './entities/query.js';
import { safeInteger } from './integer-column.js';
import type { TextKept } from './text-store.js';
import { firstIdAt } from './time-ordered-id.js';

/** Which rounds of a task, by when their queries were taken in; those that are not settled are left out. */
export interface RoundSpan {
  task: string;
  /** Null: from the first on. */
  from: Date | null;
  /** Exclusive; null: up to the last. */
  to: Date | null;
}

/** One request to a model, in the units of storage. */
export interface LoggedCall {
  model: string;
  status: 'succeeded' | 'failed';
  /** As it was given, and as it counts for the learner: 0 or 1 where that is about success. */
  rewardMicro: number | null;
  countedMicro: number | null;
  rewardSource: RewardSource | null;
  scoreMicro: number | null;
  costNano: number | null;
  inputTokens: number | null;
  outputTokens: number | null;
  latencyMs: number;
  attempts: number;
  isFallback: boolean;
  errorCode: string | null;
}

/** A settled round with all that an analysis of choices needs. */
export interface LoggedRoundRow {
  id: string;
  at: Date;
  status: QueryStatus;
  servedModel: string | null;
  costNano: number;
  /** Of what is learnt: higher after a reset. */
  generation: number;
  labels: Record<string, string> | null;
  keyId: string | null;
  textKept: TextKept;
  /** Empty where its text is not kept, or was not asked for. */
  messages: StoredMessage[];
  policy: string;
  round: number;
  seed: number;
  combination: string[];
  propensity: number;
  /** Of the decision, without its bounds and its relaxed solution. */
  explanation: Record<string, unknown>;
  /** In call order. */
  calls: LoggedCall[];
}

/** What the calls of a model came to in a span of time. */
export interface ModelRecord {
  model: string;
  calls: number;
  failed: number;
  rewarded: number;
  meanReward: number | null;
  costNano: number;
  meanLatencyMs: number | null;
}

/** What the queries of a task came to in a span of time. */
export interface TaskRecord {
  queries: number;
  answered: number;
  failed: number;
  costNano: number;
  ratings: number;
  models: ModelRecord[];
}

/** So few at once, as each may hold a megabyte of text. */
const PAGE = { withTexts: 50, without: 500 };

/** Reads the rounds of a task as a log, however many they are. */
export class RoundLogReader {
  constructor(private readonly database: DataSource) {}

  /**
   * Settled rounds in the order in which they were taken in, a page at a time; each page is as the
   * database has it when it is asked for.
   * @param since the id of the first; null: the first there is
   */
  async *rounds(
    { task, from, to }: RoundSpan,
    { withTexts, since = null }: { withTexts: boolean; since?: string | null },
  ): AsyncGenerator<LoggedRoundRow[]> {
    const limit = withTexts ? PAGE.withTexts : PAGE.without;
    let least = since ?? firstIdAt(from ?? new Date(0));
    let isFirst = true;
    for (;;) {
      const rows = await this.database.query<RawRow[]>(PAGED(isFirst ? '>=' : '>'), [
        task,
        least,
        firstIdAt(new Date((to?.getTime() ?? END_MS) + LATE_MS)),
        from,
        to,
        withTexts,
        limit,
      ]);
      const last = rows.at(-1);
      if (last !== undefined) yield rows.map(rowOf);
      if (last === undefined || rows.length < limit) return;
      least = last.id;
      isFirst = false;
    }
  }

  /** The id of the first of a task's latest settled rounds since its last reset; null for none. */
  async firstOfLatest(task: string, count: number): Promise<string | null> {
    const [row] = await this.database.query<{ id: string }[]>(
      `SELECT id FROM (
         SELECT id FROM purser.queries
         WHERE task = $1 AND observed_at IS NOT NULL AND generation = purser.generation_of($1)
         ORDER BY id DESC LIMIT $2) AS latest
       ORDER BY id LIMIT 1`,
      [task, count],
    );
    return row?.id ?? null;
  }

  /** What became of the queries taken in between. */
  async record({ task, from, to }: RoundSpan): Promise<TaskRecord> {
    const span = [
      task,
      firstIdAt(from ?? new Date(0)),
      firstIdAt(new Date((to?.getTime() ?? END_MS) + LATE_MS)),
      from,
      to,
    ];
    const [totals] = await this.database.query<[Omit<TaskRecord, 'models'>]>(TOTALS, span);
    return { ...totals, models: await this.database.query<ModelRecord[]>(BY_MODEL, span) };
  }
}

/** The year 9999. */
const END_MS = 253_370_764_800_000;
/** An id is made a moment after the time at which its query is said to have been taken in. */
const LATE_MS = 1_000;

type RawRow = Omit<LoggedRoundRow, 'costNano' | 'generation' | 'round' | 'seed'> &
  Record<'costNano' | 'generation' | 'round' | 'seed', string>;

function rowOf(row: RawRow): LoggedRoundRow {
  return {
    ...row,
    costNano: safeInteger(row.costNano),
    generation: safeInteger(row.generation),
    round: safeInteger(row.round),
    seed: safeInteger(row.seed),
  };
}

const WITHIN = `query.task = $1 AND query.id < $3
    AND ($4::timestamptz IS NULL OR query.created_at >= $4)
    AND ($5::timestamptz IS NULL OR query.created_at < $5)`;

const PAGED = (beyond: '>' | '>='): string => `
SELECT query.id, query.created_at AS at, query.status, query.served_model AS "servedModel",
  query.cost_nano AS "costNano", query.generation, query.labels, query.key_id AS "keyId",
  query.text_kept AS "textKept",
  CASE WHEN $6::boolean THEN query.messages ELSE '[]' END AS messages,
  round.policy, round.round, round.seed, round.combination, round.propensity,
  round.explanation - '{bounds,relaxed}'::text[] AS explanation,
  (SELECT coalesce(jsonb_agg(jsonb_build_object(
      'model', model, 'status', status, 'rewardMicro', reward_micro,
      'countedMicro', purser.counted_reward(reward_micro, success_at_micro),
      'rewardSource', reward_source, 'scoreMicro', score_micro, 'costNano', cost_nano,
      'inputTokens', input_tokens, 'outputTokens', output_tokens, 'latencyMs', latency_ms,
      'attempts', attempts, 'isFallback', is_fallback, 'errorCode', error_code)
      ORDER BY position), '[]')
    FROM purser.calls AS call WHERE call.query_id = query.id) AS calls
FROM (
  SELECT * FROM purser.queries AS query
  WHERE ${WITHIN} AND query.id ${beyond} $2 AND query.observed_at IS NOT NULL
  ORDER BY query.id LIMIT $7
) AS query
JOIN purser.rounds AS round ON round.query_id = query.id
ORDER BY query.id`;

const TOTALS = `
SELECT count(*)::integer AS queries,
  count(*) FILTER (WHERE status = 'answered')::integer AS answered,
  count(*) FILTER (WHERE status = 'failed')::integer AS failed,
  coalesce(sum(cost_nano), 0)::float8 AS "costNano",
  coalesce(sum((SELECT count(*) FROM purser.ratings WHERE ratings.query_id = query.id)), 0)::integer
    AS ratings
FROM purser.queries AS query WHERE ${WITHIN} AND query.id >= $2`;

const BY_MODEL = `
SELECT call.model, count(*)::integer AS calls,
  count(*) FILTER (WHERE call.status = 'failed')::integer AS failed,
  count(call.reward_micro)::integer AS rewarded,
  (avg(call.reward_micro) / 1e6)::float8 AS "meanReward",
  coalesce(sum(call.cost_nano), 0)::float8 AS "costNano",
  avg(call.latency_ms) FILTER (WHERE call.status = 'succeeded') AS "meanLatencyMs"
FROM purser.queries AS query JOIN purser.calls AS call ON call.query_id = query.id
WHERE ${WITHIN} AND query.id >= $2
GROUP BY call.model ORDER BY call.model COLLATE "C"`;
