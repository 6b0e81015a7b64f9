import type { DataSource } from 'typeorm';
import { ARM_KEY, CHANGE_ARMS } from './arm-rows.js';
import { noteRounds } from './round-changes.js';
import { teach } from './teaching.js';

/** Gives answers that nobody rated in time the reward that their task says. */
export class RewardWaitStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Applies the default to at most `limit` answers given before `before`.
   * @returns how many, so that the caller can go on while there are more
   */
  async applyDefault(
    task: string,
    defaultMicro: number,
    before: Date,
    limit: number,
  ): Promise<number> {
    return this.database.transaction(async (transaction) => {
      // Skipping what is locked leaves a rating that is just being written in peace.
      const due = await transaction.query<{ query_id: string; position: number }[]>(
        `SELECT call.query_id, call.position
         FROM purser.calls AS call JOIN purser.queries AS query ON query.id = call.query_id
         WHERE call.task = $1 AND call.started_at < $2
           AND call.reward_micro IS NULL AND call.status = 'succeeded'
           AND query.status = 'answered' AND query.finished_at < $2
         ORDER BY query.id, call.position LIMIT $3 FOR UPDATE OF query, call SKIP LOCKED`,
        [task, before, limit],
      );
      if (due.length === 0) return 0;
      const ids = due.map((call) => call.query_id);
      await transaction.query(APPLY, [ids, due.map((call) => call.position), defaultMicro]);
      await teach(transaction, new Set([task]), ids);
      return due.length;
    });
  }
}

const APPLY = `
WITH changed AS (
  UPDATE purser.calls AS call SET reward_micro = $3, reward_source = 'default'
  FROM unnest($1::uuid[], $2::smallint[]) AS due (query_id, position)
  WHERE call.query_id = due.query_id AND call.position = due.position AND call.reward_micro IS NULL
  RETURNING call.task, call.generation, call.model, call.given, call.epoch, call.price,
    purser.counted_reward(call.reward_micro, call.success_at_micro) AS reward
), ${noteRounds('SELECT DISTINCT unnest($1::uuid[])')}, delta AS (
  SELECT ${ARM_KEY}, count(*) AS rewards, sum(reward) AS reward_sum_micro,
    sum(reward * reward) AS reward_square_sum_micro2
  FROM changed GROUP BY ${ARM_KEY}
)${CHANGE_ARMS}`;
