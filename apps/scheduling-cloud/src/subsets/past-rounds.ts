import type { ModelId, TokenSums } from '#bandit';
import type { SelectOutcome } from '#context';
import type { LoggedRound } from '#replay';
import type { PastRound } from '#storage';
import { costToday } from '../tasks/cost-today.js';
import { saidIn } from '../tasks/query-text.js';
import type { Task } from '../tasks/task.js';
import type { TrainingRound } from './training.js';

/** Rounds whose models nobody drew: a session kept them, or a plan gave them. */
const UNDRAWN = ['session', 'plan'];

const UNKNOWN: SelectOutcome = {
  reward: null,
  latencyMs: null,
  outputTokens: null,
  costNano: null,
  answer: null,
};

/** A round of the past as versions are learnt from it. @param perSecond what a second is worth */
export function trainingRound(past: PastRound, task: Task, perSecond: number): TrainingRound {
  const { messages, combination, calls } = past;
  const labels = new Map(past.votes?.map(({ model, label }) => [model, label]));
  const planned = combination.map((model) => [model, UNKNOWN] as const);
  const made = calls
    .filter(({ isFallback }) => !isFallback)
    .map((call): readonly [ModelId, SelectOutcome] => {
      const { model, rewardMicro, outputTokens, latencyMs } = call;
      const answered = call.status === 'succeeded';
      const outcome = {
        reward: rewardMicro === null ? null : rewardMicro / 1e6,
        latencyMs: answered ? latencyMs : null,
        outputTokens: answered ? outputTokens : null,
        costNano: answered ? costToday(call, task) : null,
        answer: labels.get(model) ?? null,
      };
      return [model, outcome];
    });
  const example = {
    query: { text: saidIn(messages) },
    outcomes: new Map<ModelId, SelectOutcome>([...planned, ...made]),
  };
  return {
    example,
    logged: UNDRAWN.includes(past.policy) ? null : loggedOf(past, task, perSecond),
  };
}

/** Null while nobody has said what the round earned. */
function loggedOf(
  { combination, propensity, servedModel, costNano, calls }: PastRound,
  task: Task,
  perSecond: number,
): LoggedRound | null {
  const made = calls.filter(({ isFallback }) => !isFallback);
  const served = made.find(({ model }) => model === servedModel);
  const earned = served === undefined ? 0 : served.rewardMicro;
  if (earned === null) return null;
  const times = made.map(({ latencyMs }) => latencyMs / 1_000);
  const inTurn = task.execution.atOnce !== true;
  const seconds = inTurn ? times.reduce((sum, time) => sum + time, 0) : Math.max(0, ...times);
  const success = Number(earned / 1e6 >= task.execution.successAt);
  return { combination, propensity, reward: success - perSecond * seconds, costNano };
}

/** What calls of each model used, so that a version's costs can follow the price list. */
export function tokensUsed(rounds: readonly PastRound[]): Map<ModelId, TokenSums> {
  const sums = new Map<ModelId, { calls: number; inputTokens: number; outputTokens: number }>();
  for (const { model, inputTokens, outputTokens } of rounds.flatMap(({ calls }) => calls)) {
    if (inputTokens === null || outputTokens === null) continue;
    const sum = sums.get(model) ?? { calls: 0, inputTokens: 0, outputTokens: 0 };
    sum.calls += 1;
    sum.inputTokens += inputTokens;
    sum.outputTokens += outputTokens;
    sums.set(model, sum);
  }
  return sums;
}
