import type { TokenPrice } from '#bandit';
import type { DataSource } from 'typeorm';
import { ADD_TO_ARMS, ARM_KEY, priceText } from './arm-rows.js';
import { SETTLE_WINDOWS } from './cap-window-rows.js';
import { SETTLE_ROUNDS } from './pacing-rows.js';
import { TELL_ANSWERS } from './delivery-rows.js';
import { lockQueries } from './query-lock.js';
import { noteRounds } from './round-changes.js';
import { teach } from './teaching.js';
import { votedFor } from './vote-store.js';

/** One call of an outcome, in the units of storage: micro-units and nano-dollars. */
export interface ObservedCall {
  model: string;
  /** A call that failed has a score, 0, only where its task counts that as an observation. */
  status: 'succeeded' | 'failed';
  answer: string | null;
  /** What the answer holds besides its text; null for nothing. */
  details: unknown;
  finishReason: string | null;
  scoreMicro: number | null;
  costNano: number | null;
  costIsBound: boolean;
  inputTokens: number | null;
  cachedInputTokens: number | null;
  outputTokens: number | null;
  reasoningTokens: number | null;
  startedAt: Date;
  latencyMs: number;
  attempts: number;
  /** What the model asks; null where that is not known. */
  price: TokenPrice | null;
  lostAttempts: number;
  isFallback: boolean;
  /** A `judgement` as it was reported; null where no model judged the answer. */
  judgement?: unknown;
  error: { code: string; message: string } | null;
}

/** What the execution of a query came to. */
export interface ObservedOutcome {
  queryId: string;
  status: 'answered' | 'failed';
  servedModel: string | null;
  /** In call order. */
  calls: readonly ObservedCall[];
  /** What a vote came to: a `voteReport`. */
  vote?: unknown;
  /** How many outcomes the query had before, where its user asks for one answer after another. */
  turn: number;
  /**
   * Whether its user does: then the round stays open while there is a model left to ask, and is
   * settled when it closes. `turnMs` is what the next model may take, `waitMs` how long the user has.
   */
  driven: { turnMs: number; waitMs: number } | null;
  /** Whether they were made one after the other, each because those before it had failed. */
  inTurn: boolean;
  /** How many rounds the statistics are summed over to be forgotten together; null: nothing is. */
  epochRounds: number | null;
  /** From which reward on a call counts as a success, 1, and below as 0; null: as it is. */
  successAtMicro: number | null;
  error: { code: string; message: string } | null;
  finishedAt: Date;
}

/** Writes outcomes, settles their rounds and adds them to the statistics: exactly once. */
export class LearningStore {
  constructor(private readonly database: DataSource) {}

  /**
   * One transaction for all outcomes. The first outcome of a query counts, whole; any further one
   * (its job ran twice) and those of unknown queries change nothing. One that comes after the
   * query's deadline is still paid for and learnt from. Ratings that came first are applied.
   * @returns the queries whose outcome counted
   */
  async learn(outcomes: readonly ObservedOutcome[]): Promise<string[]> {
    const first = new Map<string, ObservedOutcome>();
    for (const outcome of outcomes) {
      const known = first.get(outcome.queryId);
      if (!known || known.turn < outcome.turn) first.set(outcome.queryId, outcome);
    }
    return this.database.transaction(async (transaction) => {
      await lockQueries(transaction, [...first.keys()]);
      const observed = await transaction.query<{ id: string; task: string }[]>(LEARN, [
        JSON.stringify([...first.values()].map(outcomeRow)),
        JSON.stringify([...first.values()].flatMap(callRows)),
      ]);
      const ids = observed.map((row) => row.id);
      await teach(transaction, new Set(observed.map((row) => row.task)), ids);
      return ids;
    });
  }
}

function outcomeRow(outcome: ObservedOutcome): Record<string, unknown> {
  return {
    id: outcome.queryId,
    status: outcome.status,
    served_model: outcome.servedModel,
    error_code: outcome.error?.code ?? null,
    error_message: outcome.error?.message ?? null,
    finished_at: outcome.finishedAt,
    cost_nano: outcome.calls.reduce((sum, call) => sum + (call.costNano ?? 0), 0),
    calls: outcome.calls.length,
    turn: outcome.turn,
    vote: outcome.vote ?? null,
    turn_ms: outcome.driven?.turnMs ?? null,
    wait_ms: outcome.driven?.waitMs ?? null,
  };
}

function callRows(outcome: ObservedOutcome): Record<string, unknown>[] {
  return outcome.calls.map((call, position) => ({
    query_id: outcome.queryId,
    position,
    model: call.model,
    given: failedBefore(outcome, position),
    epoch_rounds: outcome.epochRounds,
    price: priceText(call.price),
    success_at_micro: outcome.successAtMicro,
    status: call.status,
    answer: call.answer,
    details: call.details,
    finish_reason: call.finishReason,
    score_micro: call.scoreMicro,
    cost_nano: call.costNano,
    cost_is_bound: call.costIsBound,
    input_tokens: call.inputTokens,
    cached_input_tokens: call.cachedInputTokens,
    output_tokens: call.outputTokens,
    reasoning_tokens: call.reasoningTokens,
    started_at: call.startedAt,
    latency_ms: call.latencyMs,
    attempts: call.attempts,
    lost_attempts: call.lostAttempts,
    is_fallback: call.isFallback,
    judgement: call.judgement ?? null,
    error_code: call.error?.code ?? null,
    error_message: call.error?.message ?? null,
  }));
}

/** The models of a cascade that had answered, and failed, before the call; none where all are asked. */
function failedBefore({ inTurn, calls }: ObservedOutcome, position: number): string[] {
  if (!inTurn) return [];
  const earlier = calls.slice(0, position).filter(({ status }) => status === 'succeeded');
  return earlier.map(({ model }) => model).sort();
}

/** Whether a round whose user drives it has an answer, and a model left to ask for another. */
const STAYS_OPEN = `earlier.has_next AND query.status = 'pending'
      AND (outcome.status = 'answered' OR query.served_model IS NOT NULL)`;

const LEARN = `
WITH outcome AS MATERIALIZED (
  SELECT * FROM jsonb_to_recordset($1::jsonb) AS outcome (
    id uuid, status text, served_model text, error_code text, error_message text,
    finished_at timestamptz, cost_nano bigint, calls integer, turn smallint, turn_ms integer,
    wait_ms bigint, vote jsonb)
), earlier AS (
  SELECT outcome.id, coalesce(sum(call.cost_nano), 0) AS cost_nano,
    count(call.model) + outcome.calls < cardinality(round.combination) AS has_next
  FROM outcome JOIN purser.rounds AS round ON round.query_id = outcome.id
  LEFT JOIN purser.calls AS call ON call.query_id = outcome.id
  WHERE outcome.turn_ms IS NOT NULL
  GROUP BY outcome.id, outcome.calls, round.combination
), learnt AS (
  UPDATE purser.queries AS query SET
    turns = query.turns + 1,
    status = CASE WHEN query.status <> 'pending' THEN query.status
      WHEN query.served_model IS NOT NULL THEN 'answered' ELSE outcome.status END,
    served_model = CASE query.status WHEN 'pending'
      THEN coalesce(outcome.served_model, query.served_model) ELSE query.served_model END,
    error_code = CASE WHEN query.status = 'pending' AND query.served_model IS NULL
      THEN outcome.error_code ELSE query.error_code END,
    error_message = CASE WHEN query.status = 'pending' AND query.served_model IS NULL
      THEN outcome.error_message ELSE query.error_message END,
    finished_at = coalesce(query.finished_at, outcome.finished_at),
    vote = CASE WHEN query.status = 'pending' THEN outcome.vote ELSE query.vote END,
    turn_ms = outcome.turn_ms,
    open_since = CASE WHEN outcome.turn_ms IS NOT NULL THEN now() END,
    open_until = CASE WHEN ${STAYS_OPEN} THEN now() + outcome.wait_ms * interval '1 millisecond' END,
    observed_at = CASE WHEN ${STAYS_OPEN} THEN NULL ELSE now() END,
    cost_nano = CASE WHEN ${STAYS_OPEN} THEN NULL
      ELSE outcome.cost_nano + coalesce(earlier.cost_nano, 0) END
  FROM outcome LEFT JOIN earlier USING (id)
  WHERE query.id = outcome.id AND query.observed_at IS NULL AND query.turns = outcome.turn
  RETURNING query.id, query.task, query.rating_credit, query.served_model,
    query.expected_cost_nano, query.reserved_nano, query.cost_nano, query.window_ids,
    query.turns, query.status, query.generation, query.vote
), observed AS (
  SELECT * FROM learnt WHERE cost_nano IS NOT NULL
), call AS MATERIALIZED (
  SELECT call.*, learnt.task, learnt.generation, rating.reward_micro AS rating_micro,
    CASE WHEN learnt.turns = 1 THEN position ELSE position + (
      SELECT count(*) FROM purser.calls AS before WHERE before.query_id = call.query_id
    ) END AS place,
    CASE WHEN learnt.turns = 1 THEN given ELSE ARRAY(
      SELECT failed.model FROM (
        SELECT before.model FROM purser.calls AS before
        WHERE before.query_id = call.query_id AND before.status = 'succeeded'
        UNION SELECT unnest(call.given)
      ) AS failed ORDER BY failed.model COLLATE "C"
    ) END AS failed_before,
    CASE WHEN epoch_rounds IS NULL THEN 0 ELSE (
      SELECT floor((floor(round / epoch_rounds) + 0.5) * epoch_rounds)
      FROM purser.rounds WHERE rounds.query_id = call.query_id
    ) END AS epoch
  FROM jsonb_to_recordset($2::jsonb) AS call (
    query_id uuid, position smallint, model text, given text[], epoch_rounds double precision,
    price text, success_at_micro integer, status text, answer text, score_micro integer,
    cost_nano bigint, input_tokens integer, output_tokens integer, started_at timestamptz,
    latency_ms double precision, attempts smallint, error_code text, error_message text,
    details jsonb, finish_reason text, cost_is_bound boolean, cached_input_tokens integer,
    reasoning_tokens integer, lost_attempts smallint, is_fallback boolean, judgement jsonb)
  JOIN learnt ON learnt.id = call.query_id
  LEFT JOIN LATERAL (
    SELECT round(avg(score_micro))::integer AS reward_micro FROM purser.ratings
    WHERE ratings.query_id = call.query_id AND (ratings.model = call.model
      OR ratings.model = ''
        AND (learnt.rating_credit = 'all' OR learnt.served_model = call.model
          OR ${votedFor('learnt.vote', 'call')}))
  ) AS rating ON call.status = 'succeeded'
), written AS (
  INSERT INTO purser.calls (query_id, position, task, generation, model, given, epoch, price, success_at_micro,
    status, answer, score_micro, reward_micro, reward_source, cost_nano, input_tokens, output_tokens,
    started_at, latency_ms, attempts, error_code, error_message, details, finish_reason,
    cost_is_bound, cached_input_tokens, reasoning_tokens, lost_attempts, is_fallback, judgement)
  SELECT query_id, place, task, generation, model, failed_before, epoch, price, success_at_micro, status, answer, score_micro,
    coalesce(rating_micro, score_micro),
    CASE WHEN rating_micro IS NOT NULL THEN 'rating' WHEN score_micro IS NULL THEN NULL
      WHEN status = 'failed' THEN 'failure' ELSE 'evaluator' END,
    cost_nano, input_tokens, output_tokens, started_at, latency_ms, attempts, error_code,
    error_message, details, finish_reason, cost_is_bound, cached_input_tokens, reasoning_tokens,
    lost_attempts, is_fallback, judgement
  FROM call
  RETURNING ${ARM_KEY}, status, cost_nano::numeric, input_tokens, output_tokens,
    purser.counted_reward(reward_micro, success_at_micro) AS reward_micro
), delta AS (
  SELECT ${ARM_KEY},
    count(reward_micro) AS rewards,
    coalesce(sum(reward_micro), 0) AS reward_sum_micro,
    coalesce(sum(reward_micro * reward_micro), 0) AS reward_square_sum_micro2,
    count(cost_nano) AS costs,
    coalesce(sum(cost_nano), 0) AS cost_sum_nano,
    coalesce(sum(cost_nano * cost_nano), 0) AS cost_square_sum_nano2,
    count(cost_nano + input_tokens + output_tokens) AS token_calls,
    coalesce(sum(input_tokens) FILTER (WHERE cost_nano + output_tokens IS NOT NULL), 0)
      AS input_tokens,
    coalesce(sum(output_tokens) FILTER (WHERE cost_nano + input_tokens IS NOT NULL), 0)
      AS output_tokens
  FROM written WHERE status = 'succeeded' OR reward_micro IS NOT NULL GROUP BY ${ARM_KEY}
), added AS (${ADD_TO_ARMS}
), settled AS (
  SELECT task, sum(expected_cost_nano) AS expected_nano, sum(cost_nano) AS nano
  FROM observed GROUP BY task
), ${noteRounds('SELECT id FROM learnt')}, ${TELL_ANSWERS}, ${SETTLE_WINDOWS}, ${SETTLE_ROUNDS}
SELECT id, task, (SELECT count(*) FROM told) AS told FROM learnt`;
