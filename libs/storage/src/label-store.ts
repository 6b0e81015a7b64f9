import type { DataSource } from 'typeorm';
import { safeInteger } from './integer-column.js';

/** The values that a task's labels have had, by name. */
export type LabelValues = Map<string, Set<string>>;

/** How many there may be. */
export interface LabelBounds {
  /** Names a task. */
  names: number;
  /** Values a name. */
  values: number;
}

/** What the queries with one value of a label came to. */
export interface LabelSpend {
  value: string;
  queries: number;
  /** True costs of those that are settled, nano-dollars. */
  settledNano: number;
  /** What is reserved for the others, nano-dollars. */
  reservedNano: number;
  /** How many have a reward, and its mean; null where none has. */
  rewarded: number;
  meanReward: number | null;
}

/** Labels of queries: which there are, and what was spent and earned by them. */
export class LabelStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Makes the labels known as far as the bounds let it: what came first stays.
   * @returns all that are known of the task now
   */
  async learn(
    task: string,
    labels: Readonly<Record<string, string>>,
    bounds: LabelBounds,
  ): Promise<LabelValues> {
    return this.database.transaction(async (transaction) => {
      await transaction.query(`SELECT pg_advisory_xact_lock(hashtext('labels'), hashtext($1))`, [
        task,
      ]);
      const rows = await transaction.query<{ name: string; value: string }[]>(
        'SELECT name, value FROM purser.label_values WHERE task = $1',
        [task],
      );
      const known: LabelValues = new Map();
      for (const { name, value } of rows)
        known.set(name, (known.get(name) ?? new Set()).add(value));
      for (const [name, value] of Object.entries(labels)) {
        const values = known.get(name) ?? new Set();
        if (!known.has(name) && known.size >= bounds.names) continue;
        if (values.has(value) || values.size >= bounds.values) continue;
        await transaction.query(
          'INSERT INTO purser.label_values (task, name, value) VALUES ($1, $2, $3)',
          [task, name, value],
        );
        known.set(name, values.add(value));
      }
      return known;
    });
  }

  /** By value of the label, of the queries admitted from one moment until before the other; the dearest first. */
  async spend(task: string, name: string, from: Date, to: Date): Promise<LabelSpend[]> {
    const rows = await this.database.query<SpendRow[]>(SPEND, [task, name, from, to]);
    return rows.map((row) => ({
      value: row.value,
      queries: safeInteger(row.queries),
      settledNano: safeInteger(row.settled_nano),
      reservedNano: safeInteger(row.reserved_nano),
      rewarded: safeInteger(row.rewarded),
      meanReward: row.mean_reward,
    }));
  }
}

interface SpendRow {
  value: string;
  queries: string;
  settled_nano: string;
  reserved_nano: string;
  rewarded: string;
  mean_reward: number | null;
}

/**
 * A round's reward is that of the answer served for any-win and vote, and for the others the sum or product
 * over its calls, of which failed ones earn 0; there is none until all that it takes is known.
 */
const SPEND = `
WITH asked AS (
  SELECT query.id, labels ->> $2 AS value, cost_nano, served_model,
    CASE WHEN observed_at IS NULL THEN reserved_nano ELSE 0 END AS reserved_nano,
    explanation ->> 'rewardModel' AS reward_model
  FROM purser.queries AS query JOIN purser.rounds AS round ON round.query_id = query.id
  WHERE task = $1 AND labels IS NOT NULL AND labels ? $2 AND created_at >= $3 AND created_at < $4
), earned AS (
  SELECT asked.id, CASE reward_model
    WHEN 'any-win' THEN max(reward_micro) FILTER (WHERE model = served_model) / 1e6
    WHEN 'vote' THEN max(reward_micro) FILTER (WHERE model = served_model) / 1e6
    WHEN 'sum-up' THEN CASE WHEN bool_and(known) THEN sum(earned_micro) / 1e6 END
    ELSE CASE WHEN bool_and(known) THEN
      CASE WHEN min(earned_micro) = 0 THEN 0 ELSE exp(sum(ln(nullif(earned_micro, 0) / 1e6))) END
    END END AS reward
  FROM asked JOIN (
    SELECT query_id, model, reward_micro, status = 'failed' OR reward_micro IS NOT NULL AS known,
      CASE status WHEN 'failed' THEN 0 ELSE reward_micro END::numeric AS earned_micro
    FROM purser.calls
  ) AS call ON call.query_id = asked.id
  WHERE served_model IS NOT NULL GROUP BY asked.id, reward_model
)
SELECT value, count(*) AS queries, coalesce(sum(cost_nano), 0) AS settled_nano,
  sum(reserved_nano) AS reserved_nano, count(reward) AS rewarded,
  avg(reward)::double precision AS mean_reward
FROM asked LEFT JOIN earned USING (id)
GROUP BY value ORDER BY coalesce(sum(cost_nano), 0) DESC, value`;
