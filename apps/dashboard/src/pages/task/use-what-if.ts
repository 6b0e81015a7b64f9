import { useEffect, useState } from 'preact/hooks';
import type { ApiFault } from '../../api/api-fault.js';
import { ask } from '../../api/client.js';
import type { BudgetEstimate, WhatIf } from '../../api/what-if.js';

/** A hand on a slider stops for so long before an estimate is worth making. */
const REST_MS = 300;

export type Asked =
  | { state: 'asking' }
  | { state: 'not-estimable' }
  | { state: 'estimated'; estimate: BudgetEstimate; rounds: number }
  | { state: 'refused'; fault: ApiFault };

/**
 * What the task's log says another budget would have brought. Asked once the budget rests.
 * @param task null: its log can't say
 */
export function useWhatIf(task: string | null, budgetUsd: number, turn: number): Asked {
  const [answer, setAnswer] = useState<{ budgetUsd: number; asked: Asked }>();
  useEffect(() => {
    if (task === null) return;
    const stop = new AbortController();
    const timer = setTimeout(() => {
      ask<WhatIf>(`/admin/v1/tasks/${encodeURIComponent(task)}/what-if`, {
        method: 'POST',
        body: { budgets_usd: [budgetUsd] },
        signal: stop.signal,
      }).then(
        ({ body: { rounds, estimates } }) => {
          const [estimate] = estimates;
          if (estimate === undefined) return;
          setAnswer({ budgetUsd, asked: { state: 'estimated', estimate, rounds } });
        },
        (fault: unknown) => {
          if (stop.signal.aborted) return;
          setAnswer({ budgetUsd, asked: { state: 'refused', fault: fault as ApiFault } });
        },
      );
    }, REST_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [task, budgetUsd, turn]);
  if (task === null) return { state: 'not-estimable' };
  return answer?.budgetUsd === budgetUsd ? answer.asked : { state: 'asking' };
}
