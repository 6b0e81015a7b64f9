import type { CallReport, JudgeSpec } from '#contracts';
import { judgePrompt, judgeWorstNano, verdictIn } from '#evaluation';
import { CallRecord } from './call-record.js';
import type { ModelCaller } from './model-caller.js';
import { named } from './named.js';
import type { Prompt } from './prompts.js';
import type { Round } from './round.js';

/** A call in its round. */
export interface Seat {
  prompt: Prompt;
  position: number;
  round: Round;
}

/** Asks a model to judge the answers of others. */
export class Judge {
  constructor(private readonly caller: ModelCaller) {}

  /**
   * The report with the score of its answer, and what it cost to have that judged.
   * @throws Error if the judge can't be asked, or its verdict can't be read: what it cost is on the
   *   report of a `JudgingError`
   */
  async judged(call: CallReport, seat: Seat, spec: JudgeSpec): Promise<CallReport> {
    const { round } = seat;
    const prompt = promptOfJudge(seat, spec, textOf(call));
    const judging = await this.caller.call(prompt, positionOf(seat), round);
    if (judging === null) throw new JudgingError('the query ended before it was judged', call);
    const paid = paidWith(call, judging, null);
    if (judging.answer === null) {
      throw new JudgingError(judging.error?.message ?? 'the judge gave no verdict', paid);
    }
    try {
      const { score, reason } = verdictIn(judging.answer, spec);
      return { ...paidWith(call, judging, reason), score };
    } catch (error) {
      throw new JudgingError((error as Error).message, paid);
    }
  }
}

/** An answer that could not be judged, though that was paid for. */
export class JudgingError extends Error {
  override readonly name = 'JudgingError';

  constructor(
    message: string,
    readonly report: CallReport,
  ) {
    super(message);
  }
}

/** What attempts to judge the call's answer cost whose end nobody saw: nano-dollars, at worst. */
export function lostJudgingNano(seat: Seat): number {
  const { evaluator } = seat.round.task;
  const lost = seat.round.lostAt(positionOf(seat));
  if (lost === 0 || evaluator.kind !== 'llm-judge') return 0;
  return lost * promptOfJudge(seat, evaluator, '').worstNano;
}

/** The report of a call whose answer is not judged in this run, though earlier ones may have begun to. */
export function withLostJudging(call: CallReport, seat: Seat): CallReport {
  const { evaluator } = seat.round.task;
  const lost = seat.round.lostAt(positionOf(seat));
  if (lost === 0 || evaluator.kind !== 'llm-judge') return call;
  const worstNano = lostJudgingNano(seat) / lost;
  return paidWith(call, new CallRecord(evaluator.model, lost, worstNano).lost(), null);
}

function positionOf({ round, position }: Seat): number {
  return round.judgingPosition(position);
}

function promptOfJudge({ prompt, round }: Seat, spec: JudgeSpec, answer: string): Prompt {
  const judge = named(round.models, spec.model, 'model');
  const { messages, reference } = round.query;
  const query = { messages, reference, options: prompt.options };
  return {
    model: spec.model,
    spec: judge,
    ...judgePrompt(spec, query, answer, prompt.spec),
    metadata: {},
    worstNano: judgeWorstNano(spec, judge, query, prompt.spec),
  };
}

/** All that the client is given: the functions that the model wants called are a part of its answer. */
function textOf({ answer, details }: CallReport): string {
  const parts = [answer, details?.refusal, details?.toolCalls && JSON.stringify(details.toolCalls)];
  return parts.filter(Boolean).join('\n');
}

function paidWith(call: CallReport, judging: CallReport, reason: string | null): CallReport {
  const { model, costNanoUsd, costIsBound, inputTokens, outputTokens } = judging;
  const { latencyMs, attempts, lostAttempts } = judging;
  const costs = [call.costNanoUsd, costNanoUsd].filter((cost) => cost !== null);
  return {
    ...call,
    costNanoUsd: costs.length === 0 ? null : costs.reduce((sum, cost) => sum + cost, 0),
    costIsBound: call.costIsBound || costIsBound,
    judgement: {
      model,
      reason,
      costNanoUsd,
      costIsBound,
      inputTokens,
      outputTokens,
      latencyMs,
      attempts,
      lostAttempts,
    },
  };
}
