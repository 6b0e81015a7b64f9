import type { RewardModelName } from '#bandit';
import type {
  AnswerDetails,
  CallReport,
  FinishReason,
  Judgement,
  QueryOutcome,
  VoteReport,
} from '#contracts';
import type { CallEntity, StoredQuery } from '#storage';
import { roundReward } from './round-reward.js';
import { viewOfVote, type VoteView } from '../votes/vote-view.js';
import type { VoteTrust } from '../votes/calibrations.js';
import type { CallView, QueryView } from './query-view.js';

/** A query that was accepted and has no outcome yet. */
export interface AcceptedQuery {
  id: string;
  task: string;
  createdAt: Date;
}

/** What the view of a query depends on besides. */
export interface ViewTerms {
  /** Of its task; undefined where that is no longer configured. */
  rewardModel: RewardModelName | undefined;
  /** In the beliefs of its task's votes. */
  trust: VoteTrust;
}

export function viewOfAccepted({ id, task, createdAt }: AcceptedQuery): QueryView {
  return {
    id,
    task,
    status: 'pending',
    created_at: createdAt.toISOString(),
    finished_at: null,
    answer: null,
    model: null,
    vote: null,
    round_id: id,
    reward: null,
    cost_usd: null,
    candidates: [],
    calls: [],
    error: null,
    text: { kept: 'full', erased_at: null, message_sha256: null },
  };
}

/** The view of an outcome that came over the channel, before it is read back from PostgreSQL. */
export function viewOfOutcome(
  accepted: AcceptedQuery,
  outcome: QueryOutcome,
  { rewardModel, trust }: ViewTerms,
): QueryView {
  return {
    ...viewOfAccepted(accepted),
    status: outcome.status,
    finished_at: new Date(outcome.finishedAt).toISOString(),
    ...answered(
      outcome.servedModel,
      outcome.calls.map(viewOfReport),
      rewardModel,
      outcome.vote ? viewOfVote(outcome.vote, trust) : null,
    ),
    error: outcome.error,
  };
}

export function viewOfStored({ query, calls }: StoredQuery, terms: ViewTerms): QueryView {
  const { rewardModel, trust } = terms;
  return {
    ...viewOfAccepted(query),
    status: query.status,
    finished_at: query.finishedAt?.toISOString() ?? null,
    ...answered(
      query.servedModel,
      calls.map(viewOfCall),
      rewardModel,
      query.vote && viewOfVote(query.vote as unknown as VoteReport, trust),
    ),
    cost_usd: costOf(query, calls),
    error: errorOf(query.errorCode, query.errorMessage),
    text: {
      kept: query.textKept,
      erased_at: query.textErasedAt?.toISOString() ?? null,
      message_sha256: query.messageHashes,
    },
  };
}

/** Of an open round: what its calls have cost so far. */
function costOf({ status, costNano }: StoredQuery['query'], calls: CallEntity[]): number | null {
  if (costNano !== null) return usdOf(costNano);
  if (status !== 'answered') return null;
  return usdOf(calls.reduce((sum, call) => sum + (call.costNano ?? 0), 0));
}

function answered(
  served: string | null,
  calls: CallView[],
  rewardModel: RewardModelName | undefined,
  vote: VoteView | null,
): Pick<QueryView, 'answer' | 'model' | 'vote' | 'reward' | 'cost_usd' | 'candidates' | 'calls'> {
  const own = calls.find((call) => call.model === served)?.answer ?? null;
  return {
    answer: vote === null ? own : vote.label,
    model: served,
    vote,
    reward: rewardModel === undefined ? null : roundReward(rewardModel, served, calls, vote),
    cost_usd: usdOf(calls.reduce((sum, call) => sum + nanoOf(call.cost_usd ?? 0), 0)),
    candidates: calls.flatMap(({ model, answer, score }) =>
      answer === null ? [] : [{ model, answer, score }],
    ),
    calls,
  };
}

function viewOfReport(report: CallReport): CallView {
  return {
    model: report.model,
    status: report.status,
    answer: report.answer,
    answer_sha256: null,
    ...detailsOf(report.details),
    finish_reason: report.finishReason,
    score: report.score,
    judgement: report.judgement ? viewOfJudgement(report.judgement) : null,
    reward: report.score,
    cost_usd: report.costNanoUsd === null ? null : usdOf(report.costNanoUsd),
    input_tokens: report.inputTokens,
    cached_input_tokens: report.cachedInputTokens,
    output_tokens: report.outputTokens,
    reasoning_tokens: report.reasoningTokens,
    latency_ms: report.latencyMs,
    attempts: report.attempts,
    error: report.error,
  };
}

function viewOfCall(call: CallEntity): CallView {
  return {
    model: call.model,
    status: call.status,
    answer: call.answer,
    answer_sha256: call.answerHash,
    ...detailsOf(call.details),
    finish_reason: call.finishReason as FinishReason | null,
    score: fractionOf(call.scoreMicro),
    judgement: call.judgement && viewOfJudgement(call.judgement as unknown as Judgement),
    reward: fractionOf(call.rewardMicro),
    cost_usd: call.costNano === null ? null : usdOf(call.costNano),
    input_tokens: call.inputTokens,
    cached_input_tokens: call.cachedInputTokens,
    output_tokens: call.outputTokens,
    reasoning_tokens: call.reasoningTokens,
    latency_ms: call.latencyMs,
    attempts: call.attempts,
    error: errorOf(call.errorCode, call.errorMessage),
  };
}

function viewOfJudgement(judgement: Judgement): CallView['judgement'] {
  const { model, reason, costNanoUsd, inputTokens, outputTokens, latencyMs, attempts } = judgement;
  return {
    model,
    reason,
    cost_usd: costNanoUsd === null ? null : usdOf(costNanoUsd),
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    latency_ms: latencyMs,
    attempts,
  };
}

function detailsOf(
  details: AnswerDetails | null,
): Pick<CallView, 'refusal' | 'tool_calls' | 'logprobs'> {
  return {
    refusal: details?.refusal ?? null,
    tool_calls: details?.toolCalls ?? [],
    logprobs: details?.logprobs ?? null,
  };
}

function errorOf(code: string | null, message: string | null): QueryView['error'] {
  return code === null ? null : { code, message: message ?? '' };
}

function fractionOf(micro: number | null): number | null {
  return micro === null ? null : micro / 1e6;
}

function usdOf(nano: number): number {
  return nano / 1e9;
}

function nanoOf(usd: number): number {
  return Math.round(usd * 1e9);
}
