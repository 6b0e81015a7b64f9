import type { DataSource } from 'typeorm';
import { safeInteger } from './integer-column.js';

/** How far a plan has been run, and what came of it. */
export interface PlanProgress {
  waiting: number;
  pending: number;
  answered: number;
  failed: number;
  /** That could not be sent. */
  refused: number;
  /** Nano-dollars of those with an outcome. */
  costNano: number;
  /** Of the answered, those whose round's reward is known, and the mean of it in [0, 1]. */
  rewarded: number;
  accuracy: number | null;
  /** Rounds that other models were asked in than planned: breakers, caps. */
  reassigned: number;
}

type Row = Record<Exclude<keyof PlanProgress, 'costNano' | 'accuracy'>, number> & {
  costNano: string;
  accuracy: number | null;
};

/** Compares what was planned with what came true. */
export class PlanReportStore {
  constructor(private readonly database: DataSource) {}

  /** @param rewardModel how the rewards of calls make that of the round */
  async progress(id: string, rewardModel: string): Promise<PlanProgress> {
    const [row] = await this.database.query<[Row]>(PROGRESS, [id, rewardModel]);
    return { ...row, costNano: safeInteger(row.costNano) };
  }
}

/** A round's reward as the API tells it: of any-win the served model's, of the others all or none. */
const PROGRESS = `
WITH planned AS (
  SELECT item.request IS NOT NULL AS waits, item.problem, query.id, query.status, query.cost_nano,
    query.served_model, round.policy
  FROM purser.plan_queries AS item
  LEFT JOIN purser.queries AS query ON query.id = item.query_id
  LEFT JOIN purser.rounds AS round ON round.query_id = item.query_id
  WHERE item.plan_id = $1
), reward AS (
  SELECT planned.id, CASE
    WHEN $2 = 'sum-up' AND bool_and(known) THEN avg(earned)
    WHEN $2 = 'all-in' AND bool_and(known) THEN
      CASE WHEN min(earned) <= 0 THEN 0 ELSE exp(sum(ln(greatest(earned, 1e-12)))) END
    WHEN $2 NOT IN ('sum-up', 'all-in') THEN max(earned) FILTER (WHERE call.model = served_model)
    END AS value
  FROM planned JOIN purser.calls AS call ON call.query_id = planned.id
  CROSS JOIN LATERAL (SELECT
    call.status = 'failed' OR reward_micro IS NOT NULL AS known,
    CASE WHEN call.status = 'failed' THEN 0 ELSE reward_micro / 1e6::double precision END AS earned
  ) AS told
  WHERE planned.status = 'answered'
  GROUP BY planned.id
)
SELECT
  count(*) FILTER (WHERE waits)::integer AS waiting,
  count(*) FILTER (WHERE status = 'pending')::integer AS pending,
  count(*) FILTER (WHERE status = 'answered')::integer AS answered,
  count(*) FILTER (WHERE status = 'failed')::integer AS failed,
  count(*) FILTER (WHERE problem IS NOT NULL)::integer AS refused,
  coalesce(sum(cost_nano), 0)::text AS "costNano",
  (SELECT count(value)::integer FROM reward) AS rewarded,
  (SELECT avg(value)::double precision FROM reward) AS accuracy,
  count(*) FILTER (WHERE policy <> 'plan')::integer AS reassigned
FROM planned`;
