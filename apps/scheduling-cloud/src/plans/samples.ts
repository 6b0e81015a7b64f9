import type { ModelId } from '#bandit';
import type { Sample, SampleOutcome } from '#allocation';
import type { AnsweredQuery } from '#storage';
import { costToday } from '../tasks/cost-today.js';
import { saidIn } from '../tasks/query-text.js';
import type { Task } from '../tasks/task.js';
import type { PlannedLine } from './plan-request.js';

/** What a text of a query is read from. */
export function textOfRequest(request: Pick<PlannedLine, 'input' | 'messages'>): string {
  return request.input ?? saidIn(request.messages ?? []);
}

/** What is wrong with the outcomes of a labelled sample, if anything. */
export function sampleFault(
  outcomes: NonNullable<PlannedLine['outcomes']>,
  { name, models }: Task,
): string | undefined {
  const stranger = Object.keys(outcomes).find((model) => !models.has(model));
  return stranger === undefined
    ? undefined
    : `outcomes: ${JSON.stringify(stranger)} is no model of task ${name}, which has ${[...models.keys()].join(', ')}`;
}

/** A labelled sample as forecasts take it. */
export function labelledSample(line: PlannedLine, { successAtMicro }: Task): Sample {
  const outcomes = Object.entries(line.outcomes ?? {}).map(([model, { score, cost_usd }]) => {
    const outcome: SampleOutcome = {
      reward: score === undefined ? null : counted(score, successAtMicro),
      costNano: cost_usd === undefined ? null : Math.round(cost_usd * 1e9),
    };
    return [model, outcome] as const;
  });
  return { query: { text: textOfRequest(line) }, outcomes: new Map(outcomes) };
}

/** A query of the task's past as forecasts take it, its calls at today's prices where that can be told. */
export function pastSample({ messages, calls }: AnsweredQuery, task: Task): Sample {
  const outcomes = calls.map((call) => {
    const outcome: SampleOutcome = {
      reward: call.rewardMicro === null ? null : call.rewardMicro / 1e6,
      costNano: costToday(call, task),
    };
    return [call.model, outcome] as const;
  });
  return {
    query: { text: saidIn(messages) },
    outcomes: new Map<ModelId, SampleOutcome>(outcomes),
  };
}

function counted(score: number, successAtMicro: Task['successAtMicro']): number {
  if (successAtMicro === null) return score;
  return Math.round(score * 1e6) >= successAtMicro ? 1 : 0;
}
