import type { EntityManager } from 'typeorm';

/** The NOTIFY channel on which replicas hear that a task's statistics have changed. */
export const STATISTICS_CHANNEL = 'purser_statistics';

/**
 * Tells every replica, when the transaction commits, that these tasks' statistics have changed, and
 * writes down for contextual learners what has become of the queries' calls since they were last
 * taught. The transaction holds the queries' locks.
 */
export async function teach(
  transaction: EntityManager,
  tasks: Set<string>,
  queryIds: readonly string[],
): Promise<void> {
  if (tasks.size === 0) return;
  const rows = await transaction.query<{ task: string; contextual: boolean }[]>(ANNOUNCE, [
    STATISTICS_CHANNEL,
    [...tasks],
  ]);
  const contextual = rows.filter((row) => row.contextual).map(({ task }) => task);
  if (contextual.length > 0) await transaction.query(TEACH, [queryIds, contextual]);
}

const ANNOUNCE = `
SELECT task, pg_notify($1, task),
  EXISTS (SELECT FROM purser.contextual WHERE contextual.task = changed.task) AS contextual
FROM unnest($2::text[]) AS changed (task)`;

/**
 * One lesson a query, with the calls that are new or have another reward. Lessons of a task are
 * numbered under the lock of its row, which is held until the commit: so their order is that of the
 * commits, without gaps but where a reset is. A call is remembered as it was taught, so that it is
 * taught once; one of a generation before the last reset is not taught.
 */
const TEACH = `
WITH changed AS MATERIALIZED (
  SELECT call.task, call.generation, call.query_id, call.position, call.model, counted.reward_micro, call.cost_nano,
    taught.query_id IS NULL AS is_new, taught.reward_micro AS replaced_micro
  FROM purser.calls AS call
  CROSS JOIN LATERAL (
    SELECT purser.counted_reward(call.reward_micro, call.success_at_micro)::integer AS reward_micro
  ) AS counted
  JOIN purser.contextual AS known
    ON known.task = call.task AND known.generation = call.generation
  JOIN purser.rounds AS round ON round.query_id = call.query_id AND round.explanation ? 'trace'
  LEFT JOIN purser.taught_calls AS taught
    ON taught.query_id = call.query_id AND taught.position = call.position
  WHERE call.query_id = ANY($1::uuid[]) AND call.task = ANY($2::text[])
    AND call.status = 'succeeded'
    AND (taught.query_id IS NULL OR taught.reward_micro IS DISTINCT FROM counted.reward_micro)
), lesson AS (
  SELECT task, generation, query_id, row_number() OVER (PARTITION BY task ORDER BY query_id) AS place,
    jsonb_build_object(
      'first', NOT EXISTS (
        SELECT FROM purser.taught_calls AS earlier WHERE earlier.query_id = changed.query_id),
      'calls', jsonb_agg(jsonb_build_object(
        'model', model, 'rewardMicro', reward_micro,
        'costNano', CASE WHEN is_new THEN cost_nano END,
        'replacesMicro', replaced_micro) ORDER BY position)
    ) AS content
  FROM changed GROUP BY task, generation, query_id
), counted AS (
  SELECT task, generation, count(*) AS lessons FROM lesson GROUP BY task, generation
), locked AS MATERIALIZED (
  SELECT contextual.task FROM purser.contextual JOIN counted USING (task, generation)
  ORDER BY task FOR UPDATE OF contextual
), numbered AS (
  UPDATE purser.contextual SET lessons = contextual.lessons + counted.lessons
  FROM counted JOIN locked USING (task) WHERE contextual.task = counted.task
  RETURNING contextual.task, contextual.lessons - counted.lessons AS before
), remembered AS (
  INSERT INTO purser.taught_calls (query_id, position, reward_micro)
  SELECT query_id, position, reward_micro FROM changed
  ON CONFLICT (query_id, position) DO UPDATE SET reward_micro = excluded.reward_micro
)
INSERT INTO purser.lessons (task, number, query_id, content)
SELECT lesson.task, numbered.before + lesson.place, lesson.query_id, lesson.content
FROM lesson JOIN numbered USING (task)`;
