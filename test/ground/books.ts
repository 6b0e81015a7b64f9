import { expect } from 'vitest';
import { LedgerStore, purserDatabase, RoundSums } from '#storage';
import type { TestDatabase } from './database.js';

/** The books as the rows say, and as the running totals say: they must be the same. */
export async function expectBooksToBalance(database: TestDatabase): Promise<void> {
  const [arms] = await database.query<{ faults: number }>(`
    WITH asked AS (
      SELECT task, generation, model, given, epoch, price, count(reward_micro)::numeric AS rewards,
        coalesce(sum(purser.counted_reward(reward_micro, success_at_micro)), 0) AS reward_sum,
        coalesce(sum(purser.counted_reward(reward_micro, success_at_micro) ^ 2), 0) AS reward_squares,
        count(cost_nano)::numeric AS costs, coalesce(sum(cost_nano), 0) AS cost_sum,
        coalesce(sum(cost_nano::numeric ^ 2), 0) AS cost_squares,
        coalesce(sum(output_tokens) FILTER (WHERE cost_nano + input_tokens IS NOT NULL), 0)::numeric
          AS output_tokens
      FROM purser.calls WHERE status = 'succeeded' OR reward_micro IS NOT NULL
      GROUP BY task, generation, model, given, epoch, price
    ), counted AS (
      SELECT task, generation, model, given, epoch, price, sum(rewards) AS rewards, sum(reward_sum) AS reward_sum,
        sum(reward_squares) AS reward_squares, sum(costs) AS costs, sum(cost_sum) AS cost_sum,
        sum(cost_squares) AS cost_squares, sum(output_tokens) AS output_tokens
      FROM (
        SELECT * FROM asked
        UNION ALL
        SELECT task, generation, model, given, epoch, price, rewards, reward_sum_micro,
          reward_square_sum_micro2, costs, cost_sum_nano, cost_square_sum_nano2, output_tokens
        FROM purser.imported_arms
      ) AS row GROUP BY task, generation, model, given, epoch, price
    )
    SELECT count(*)::integer AS faults FROM counted
    FULL JOIN purser.arm_statistics AS arm USING (task, generation, model, given, epoch, price)
    WHERE (counted.rewards, counted.reward_sum, counted.reward_squares, counted.costs,
      counted.cost_sum, counted.cost_squares, counted.output_tokens) IS DISTINCT FROM (arm.rewards::numeric,
      arm.reward_sum_micro::numeric, arm.reward_square_sum_micro2, arm.costs::numeric,
      arm.cost_sum_nano::numeric, arm.cost_square_sum_nano2, arm.output_tokens::numeric)`);
  expect(arms, 'statistics that differ from the sums over their rows').toEqual({ faults: 0 });

  const [pacing] = await database.query<{ faults: number }>(`
    WITH counted AS (
      SELECT task, count(*) AS rounds, sum(expected_cost_nano) AS expected,
        coalesce(sum(expected_cost_nano) FILTER (WHERE observed_at IS NOT NULL), 0) AS settled_expected,
        coalesce(sum(cost_nano), 0) AS settled
      FROM purser.queries GROUP BY task
    )
    SELECT count(*)::integer AS faults FROM counted
    JOIN purser.pacing USING (task) JOIN purser.pacing_settled AS settled_rounds USING (task)
    WHERE (counted.rounds, counted.expected, counted.settled_expected, counted.settled)
      IS DISTINCT FROM (pacing.rounds, pacing.expected_nano::numeric,
        settled_rounds.expected_nano::numeric, settled_rounds.nano::numeric)`);
  expect(pacing, "pacer's books that differ from the sums over their rows").toEqual({ faults: 0 });

  const [costs] = await database.query<{ faults: number }>(`
    SELECT count(*)::integer AS faults FROM purser.queries AS query
    WHERE status = 'answered' AND cost_nano <> (
      SELECT coalesce(sum(cost_nano), 0) FROM purser.calls WHERE query_id = query.id)`);
  expect(costs, 'queries whose cost is not that of their calls').toEqual({ faults: 0 });

  const source = await purserDatabase(database.url).initialize();
  const ledger = await new LedgerStore(source).check();
  for (let pass = { isMine: false, hasMore: true }; !pass.isMine || pass.hasMore;) {
    pass = await new RoundSums(source).pass(10_000);
  }
  await source.destroy();
  expect(ledger.examples, 'balances that differ from the ledger').toEqual([]);
  const [sums] = await database.query<{ faults: number }>(`
    WITH figures AS (
      SELECT task, count(*) AS queries, count(*) FILTER (WHERE status = 'answered') AS answered,
        count(*) FILTER (WHERE status = 'failed') AS failed, count(reward_micro) AS rewarded,
        coalesce(sum(reward_micro), 0) AS reward, coalesce(sum(cost_nano), 0) AS cost
      FROM purser.round_figures GROUP BY task
    ), series AS (
      SELECT task, step, sum(queries) AS queries, sum(answered) AS answered, sum(failed) AS failed,
        sum(rewarded) AS rewarded, sum(reward_sum_micro) AS reward, sum(cost_nano) AS cost
      FROM purser.task_series WHERE step IN (0, 3600) GROUP BY task, step
    )
    SELECT (SELECT count(*) FROM figures CROSS JOIN unnest('{0, 3600}'::integer[]) AS step
        FULL JOIN series USING (task, step)
        WHERE (figures.queries, figures.answered, figures.failed, figures.rewarded, figures.reward,
          figures.cost) IS DISTINCT FROM (series.queries, series.answered, series.failed,
          series.rewarded, series.reward, series.cost))::integer
      + (SELECT count(*) FROM purser.queries AS query LEFT JOIN purser.round_figures AS known
        USING (task, id) WHERE observed_at IS NOT NULL AND (query.status, query.cost_nano,
          query.served_model) IS DISTINCT FROM (known.status, known.cost_nano, known.answered_by))::integer
      AS faults`);
  expect(
    sums,
    'sums over time that differ from their rounds, or rounds from their queries',
  ).toEqual({
    faults: 0,
  });
  const [lessons] = await database.query<{ faults: number }>(`
    WITH call AS (
      SELECT query_id, model, cost_nano,
        purser.counted_reward(reward_micro, success_at_micro) AS reward
      FROM purser.calls JOIN purser.rounds USING (query_id)
      JOIN purser.contextual USING (task, generation)
      WHERE status = 'succeeded' AND explanation ? 'trace'
    ), taught AS (
      SELECT query_id, call ->> 'model' AS model,
        sum((call ->> 'costNano')::bigint) AS cost_nano,
        sum((call ->> 'rewardMicro')::numeric - coalesce((call ->> 'replacesMicro')::numeric, 0))
          AS reward
      FROM purser.lessons, jsonb_array_elements(content -> 'calls') AS call
      WHERE query_id IS NOT NULL GROUP BY query_id, model
    )
    SELECT count(*)::integer AS faults FROM call FULL JOIN taught USING (query_id, model)
    WHERE (call.cost_nano, call.reward) IS DISTINCT FROM (taught.cost_nano, taught.reward)`);
  expect(lessons, 'calls that were taught otherwise than they are, or not once').toEqual({
    faults: 0,
  });

  const [numbers] = await database.query<{ faults: number }>(`
    SELECT count(*)::integer AS faults FROM purser.contextual
    WHERE (SELECT count(*) FROM purser.lessons WHERE lessons.task = contextual.task) <> CASE
      WHEN generation = 0 THEN lessons
      ELSE (SELECT coalesce(contextual.lessons - min(number) + 1, 0) FROM purser.lessons
        WHERE lessons.task = contextual.task) END`);
  expect(numbers, 'tasks whose lessons have gaps').toEqual({ faults: 0 });
}
