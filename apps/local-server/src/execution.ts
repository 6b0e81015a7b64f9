import type { CallReport } from '#contracts';
import type { Prompt } from './prompts.js';

/** Asks a model and judges its answer; null if the query left no time to ask. */
type Ask = (prompt: Prompt, position: number) => Promise<CallReport | null>;

/** A way to execute a combination. */
export interface Execution {
  /** The calls that were made, in the order of the combination. `ends`: none is made after this one. */
  run: (
    prompts: readonly Prompt[],
    ask: Ask,
    ends: (call: CallReport) => boolean,
  ) => Promise<CallReport[]>;
  /** The call whose answer is served; undefined if none has one. */
  served: (calls: readonly CallReport[]) => CallReport | undefined;
}

/** One model after the other, until an answer succeeds; the best answer is served. */
const cascade: Execution = {
  run: async (prompts, ask, ends) => {
    const calls: CallReport[] = [];
    for (const [position, prompt] of prompts.entries()) {
      const call = await ask(prompt, position);
      if (call) calls.push(call);
      if (!call || ends(call)) break;
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

/** An execution that asks all its models at once, and so waits for no more than the slowest. */
export function atOnce<Kind extends Execution>(execution: Kind): Kind {
  return { ...execution, run: parallel.run };
}

/** Those that depend on no query. */
export const executions = { cascade, parallel };

function answered(calls: readonly CallReport[]): CallReport[] {
  return calls.filter(({ status }) => status === 'succeeded');
}

/**
 * A cascade ends with a success, and also with an answer that has no score: the next model's would
 * be paid for and have none either, so a rating must tell.
 */
export function endsCascade(call: CallReport, successAt: number): boolean {
  return call.status === 'succeeded' && (call.score === null || call.score >= successAt);
}

/** An answer without a score is preferred to one that is known to be worth nothing. */
function merit({ score }: CallReport): number {
  return score ?? Number.MIN_VALUE;
}
