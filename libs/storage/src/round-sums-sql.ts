import { SERIES_CHANNEL, SERIES_KEPT_MS } from './series-terms.js';

/** Of a moment `at`, a bucket of every step that is still kept: `step` and `bucket`. */
const BUCKETS = `CROSS JOIN LATERAL (
    SELECT 0 AS step, to_timestamp(0) AS bucket
    UNION ALL
    SELECT kept.step, date_bin(make_interval(secs => kept.step), at, to_timestamp(0))
    FROM (VALUES ${Object.entries(SERIES_KEPT_MS)
      .map(([step, ms]) => `(${step}, ${ms} * interval '1 ms')`)
      .join(', ')}) AS kept (step, span)
    WHERE at >= now() - kept.span
  ) AS placed`;

/**
 * What a round earned: see `roundReward`. Where all that was said in a vote spoke against its sayers,
 * no answer's reward is that of the label.
 */
const REWARD = `CASE
    WHEN served_model IS NULL OR unnamed THEN NULL
    WHEN reward_model = 'sum-up' THEN CASE WHEN complete THEN sum_micro END
    WHEN reward_model = 'all-in' THEN CASE WHEN complete THEN round(product * 1e6)::bigint END
    ELSE served_micro END`;

/**
 * `$1` ids of queries, `$2` how many combinations of a bucket are told apart. `seen` is what rounds
 * have come to beside what was known of them, `call` their calls likewise; what differs is added.
 */
export const SUM_ROUNDS = `
WITH seen AS MATERIALIZED (
  SELECT query.id, query.task, query.created_at AS at, query.status, query.served_model,
    query.cost_nano, greatest(0, round(extract(epoch FROM query.finished_at - query.created_at) * 1e6))::bigint
      AS latency_us,
    coalesce(query.vote ->> 'label' IS NOT NULL AND NOT EXISTS (
      SELECT FROM jsonb_array_elements(query.vote -> 'votes') AS vote
      WHERE vote ->> 'label' = query.vote ->> 'label'), false) AS unnamed,
    round.combination, round.policy,
    coalesce(known.reward_model, round.explanation ->> 'rewardModel', 'any-win') AS reward_model,
    known.id IS NULL AS is_new, known.status AS old_status, known.reward_micro AS old_micro,
    known.cost_nano AS old_nano, known.latency_us AS old_us,
    coalesce(known.call_rewards, '{}') AS old_rewards
  FROM (SELECT DISTINCT unnest($1::uuid[]) AS id) AS changed
  JOIN purser.queries AS query USING (id)
  JOIN purser.rounds AS round ON round.query_id = query.id
  LEFT JOIN purser.round_figures AS known ON known.task = query.task AND known.id = query.id
), call AS MATERIALIZED (
  SELECT seen.id, seen.task, seen.at, seen.served_model, call.position, call.model, call.status,
    call.reward_micro, call.reward_source, call.cost_nano,
    greatest(0, round(call.latency_ms * 1e3))::bigint AS latency_us,
    call.position >= cardinality(seen.old_rewards) AS is_new,
    seen.old_rewards[call.position + 1] AS old_micro
  FROM seen JOIN purser.calls AS call ON call.query_id = seen.id
), earned AS (
  SELECT id, array_agg(reward_micro ORDER BY position) AS call_rewards,
    bool_or(reward_source = 'rating') IS TRUE AS rated,
    (array_agg(reward_micro ORDER BY position) FILTER (WHERE model = served_model))[1] AS served_micro,
    bool_and(status = 'failed' OR reward_micro IS NOT NULL) AS complete,
    sum(CASE status WHEN 'failed' THEN 0 ELSE reward_micro END)::bigint AS sum_micro,
    purser.product(CASE status WHEN 'failed' THEN 0 ELSE reward_micro / 1e6 END) AS product
  FROM call GROUP BY id
), figures AS MATERIALIZED (
  SELECT seen.*, coalesce(call_rewards, '{}') AS call_rewards, coalesce(rated, false) AS rated,
    ${REWARD} AS reward_micro
  FROM seen LEFT JOIN earned USING (id)
), kept AS (
  INSERT INTO purser.round_figures AS known (task, id, at, status, models, policy, reward_model,
    answered_by, rated, reward_micro, cost_nano, latency_us, call_rewards)
  SELECT task, id, at, status, combination, policy, reward_model, served_model, rated, reward_micro,
    cost_nano, latency_us, call_rewards
  FROM figures
  ON CONFLICT (task, id) DO UPDATE SET status = excluded.status, answered_by = excluded.answered_by,
    rated = excluded.rated, reward_micro = excluded.reward_micro, cost_nano = excluded.cost_nano,
    latency_us = excluded.latency_us, call_rewards = excluded.call_rewards
), by_task AS (
  SELECT task, date_trunc('second', at) AS at, count(*) FILTER (WHERE is_new) AS queries,
    count(*) FILTER (WHERE status = 'answered') - count(*) FILTER (WHERE old_status = 'answered')
      AS answered,
    count(*) FILTER (WHERE status = 'failed') - count(*) FILTER (WHERE old_status = 'failed') AS failed,
    count(reward_micro) - count(old_micro) AS rewarded,
    coalesce(sum(reward_micro), 0) - coalesce(sum(old_micro), 0) AS reward_sum_micro,
    coalesce(sum(cost_nano), 0) - coalesce(sum(old_nano), 0) AS cost_nano,
    count(latency_us) - count(old_us) AS timed,
    coalesce(sum(latency_us), 0) - coalesce(sum(old_us), 0) AS latency_us
  FROM figures GROUP BY task, date_trunc('second', at)
), summed_tasks AS (
  INSERT INTO purser.task_series AS known (task, step, at, queries, answered, failed, rewarded,
    reward_sum_micro, cost_nano, timed, latency_us)
  SELECT task, step, bucket, sum(queries), sum(answered), sum(failed), sum(rewarded),
    sum(reward_sum_micro), sum(cost_nano), sum(timed), sum(latency_us)
  FROM by_task ${BUCKETS} GROUP BY task, step, bucket
  ON CONFLICT (task, step, at) DO UPDATE SET queries = known.queries + excluded.queries,
    answered = known.answered + excluded.answered, failed = known.failed + excluded.failed,
    rewarded = known.rewarded + excluded.rewarded,
    reward_sum_micro = known.reward_sum_micro + excluded.reward_sum_micro,
    cost_nano = known.cost_nano + excluded.cost_nano, timed = known.timed + excluded.timed,
    latency_us = known.latency_us + excluded.latency_us
), by_model AS (
  SELECT task, date_trunc('second', at) AS at, model, count(*) FILTER (WHERE chosen) AS chosen,
    count(*) FILTER (WHERE is_call) AS calls, sum(cost_nano) AS cost_nano,
    sum(rewarded) AS rewarded, sum(reward_micro) AS reward_sum_micro, sum(latency_us) AS latency_us
  FROM (
    SELECT task, at, unnest(combination) AS model, true AS chosen, false AS is_call, 0 AS cost_nano,
      0 AS rewarded, 0 AS reward_micro, 0 AS latency_us
    FROM seen WHERE is_new
    UNION ALL
    SELECT task, at, model, false, is_new, CASE WHEN is_new THEN coalesce(cost_nano, 0) ELSE 0 END,
      (reward_micro IS NOT NULL)::integer - (old_micro IS NOT NULL)::integer,
      coalesce(reward_micro, 0) - coalesce(old_micro, 0), CASE WHEN is_new THEN latency_us ELSE 0 END
    FROM call
  ) AS part GROUP BY task, date_trunc('second', at), model
), summed_models AS (
  INSERT INTO purser.model_series AS known (task, step, at, model, chosen, calls, cost_nano,
    rewarded, reward_sum_micro, latency_us)
  SELECT task, step, bucket, model, sum(chosen), sum(calls), sum(cost_nano), sum(rewarded),
    sum(reward_sum_micro), sum(latency_us)
  FROM by_model ${BUCKETS} GROUP BY task, step, bucket, model
  ON CONFLICT (task, step, at, model) DO UPDATE SET chosen = known.chosen + excluded.chosen,
    calls = known.calls + excluded.calls, cost_nano = known.cost_nano + excluded.cost_nano,
    rewarded = known.rewarded + excluded.rewarded,
    reward_sum_micro = known.reward_sum_micro + excluded.reward_sum_micro,
    latency_us = known.latency_us + excluded.latency_us
), by_combination AS (
  SELECT task, step, bucket, models, md5(models::text)::uuid AS key, sum(rounds) AS rounds
  FROM (
    SELECT task, date_trunc('second', at) AS at,
      ARRAY(SELECT member FROM unnest(combination) AS member ORDER BY member COLLATE "C") AS models,
      count(*) AS rounds
    FROM seen WHERE is_new GROUP BY task, date_trunc('second', at), models
  ) AS part ${BUCKETS} GROUP BY task, step, bucket, models
), ranked AS (
  SELECT part.*, known.key IS NOT NULL OR row_number() OVER (
      PARTITION BY part.task, part.step, part.bucket, known.key IS NULL
      ORDER BY part.rounds DESC, part.models
    ) + (SELECT count(*) FROM purser.combination_series AS taken
      WHERE taken.task = part.task AND taken.step = part.step AND taken.at = part.bucket
        AND taken.models <> '{}') <= $2 AS apart
  FROM by_combination AS part LEFT JOIN purser.combination_series AS known
    ON known.task = part.task AND known.step = part.step AND known.at = part.bucket
      AND known.key = part.key
), summed_combinations AS (
  INSERT INTO purser.combination_series AS known (task, step, at, key, models, rounds)
  SELECT task, step, bucket, CASE WHEN apart THEN key ELSE md5('{}')::uuid END,
    CASE WHEN apart THEN models ELSE '{}' END AS models, sum(rounds)
  FROM ranked GROUP BY 1, 2, 3, 4, 5
  ON CONFLICT (task, step, at, key) DO UPDATE SET rounds = known.rounds + excluded.rounds
)
SELECT pg_notify('${SERIES_CHANNEL}', task) FROM by_task GROUP BY task`;
