import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ApiFault } from '../../api/api-fault.js';
import { ask } from '../../api/client.js';
import { dollars } from '../../format/dollars.js';

interface Outcome {
  /** Of setting it to this. */
  budgetUsd: number;
  isDone: boolean;
  text: string;
}

const CHANGED_SINCE = 412;

/** Lets the next rounds keep another budget. */
export function SetBudget({
  task,
  budgetUsd,
  isCurrent,
  onSet,
}: {
  task: string;
  budgetUsd: number;
  /** It is the task's own already. */
  isCurrent: boolean;
  onSet: () => void;
}): JSX.Element {
  const [isBusy, setBusy] = useState(false);
  const [last, setOutcome] = useState<Outcome>();
  const outcome = last?.budgetUsd === budgetUsd ? last : undefined;
  const set = async (): Promise<void> => {
    setBusy(true);
    try {
      await changeBudget(task, budgetUsd);
      const text = `Set: the next rounds keep ${dollars(budgetUsd, 3)} a query.`;
      setOutcome({ budgetUsd, isDone: true, text });
      onSet();
    } catch (error) {
      setOutcome({ budgetUsd, isDone: false, text: reasonOf(error) });
    } finally {
      setBusy(false);
    }
  };
  return (
    <div class="set-budget">
      <button
        type="button"
        class="primary"
        disabled={isBusy || isCurrent}
        onClick={() => void set()}
      >
        Set this budget
      </button>
      <p role="status" class={outcome?.isDone === false ? 'fault' : 'hint'}>
        {outcome?.text ?? (isCurrent ? 'This is the budget that is kept.' : '')}
      </p>
    </div>
  );
}

/** @throws {ApiFault} also where somebody else changes the task in between */
async function changeBudget(task: string, budgetUsd: number): Promise<void> {
  const path = `/admin/v1/tasks/${encodeURIComponent(task)}`;
  const { etag } = await ask(path);
  await ask(path, {
    method: 'PATCH',
    body: { budgetUsdPerQuery: budgetUsd },
    ...(etag === null ? {} : { ifMatch: etag }),
  });
}

function reasonOf(error: unknown): string {
  if (!(error instanceof ApiFault)) return String(error);
  return error.status === CHANGED_SINCE
    ? 'Somebody changed the task a moment ago: look at it once more, then set the budget again.'
    : error.message;
}
