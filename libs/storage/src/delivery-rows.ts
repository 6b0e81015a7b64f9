/**
 * The part of a statement that tells of answers: after a `learnt AS (…)` of queries. Nothing is
 * written where no endpoint asked for it.
 */
export const TELL_ANSWERS = `answers_told AS (
  INSERT INTO purser.webhook_deliveries (endpoint, event, data)
  SELECT endpoint.name, 'query.answered', jsonb_build_object(
    'query_id', learnt.id, 'task', learnt.task, 'model', learnt.served_model,
    'cost_usd', learnt.cost_nano / 1e9)
  FROM learnt JOIN purser.webhook_endpoints AS endpoint ON 'query.answered' = ANY (endpoint.events)
    AND (endpoint.tasks IS NULL OR learnt.task = ANY (endpoint.tasks))
  WHERE learnt.status = 'answered'
)`;
