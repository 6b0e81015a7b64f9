import type { CallReport, TaskSpec } from '#contracts';
import type { Prompt } from './prompts.js';

/** Asks a model and judges its answer; null if the query's deadline left no time to ask. */
type Ask = (prompt: Prompt) => Promise<CallReport | null>;

/** A way to execute a combination. */
export interface Execution {
  /** The calls that were made, in the order of the combination. `successAt`: see `TaskSpec`. */
  run: (prompts: readonly Prompt[], ask: Ask, successAt: number) => Promise<CallReport[]>;
  /** The call whose answer is served; undefined if none has one. */
  served: (calls: readonly CallReport[]) => CallReport | undefined;
}

/** One model after the other, until an answer succeeds; the best answer is served. */
const cascade: Execution = {
  run: async (prompts, ask, successAt) => {
    const calls: CallReport[] = [];
    for (const prompt of prompts) {
      const call = await ask(prompt);
      if (call) calls.push(call);
      if (!call || ends(call, successAt)) break;
    }
    return calls;
  },
  served: (calls) =>
    answered(calls).reduce<CallReport | undefined>(
      (best, call) => (best && merit(best) >= merit(call) ? best : call),
      undefined,
    ),
};

/** All at once; the first answer in the order of the combination is served. */
const parallel: Execution = {
  run: async (prompts, ask) => {
    const calls = await Promise.all(prompts.map(ask));
    return calls.filter((call) => call !== null);
  },
  served: (calls) => answered(calls)[0],
};

export const executions: Record<TaskSpec['execution'], Execution> = { cascade, parallel };

function answered(calls: readonly CallReport[]): CallReport[] {
  return calls.filter(({ status }) => status === 'succeeded');
}

/**
 * A cascade ends with a success, and also with an answer that has no score: the next model's would
 * be paid for and have none either, so a rating must tell.
 */
function ends(call: CallReport, successAt: number): boolean {
  return call.status === 'succeeded' && (call.score === null || call.score >= successAt);
}

/** An answer without a score is preferred to one that is known to be worth nothing. */
function merit({ score }: CallReport): number {
  return score ?? Number.MIN_VALUE;
}
