import type { JSX } from 'preact';
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useLiveTasks } from '../../api/live-tasks.js';
import type { Overview } from '../../api/overview.js';
import { Broken, Empty, Loading } from '../../ui/states.js';
import { useKept } from '../../ui/use-kept.js';
import { Alerts } from './alerts.js';
import { TaskCard } from './task-card.js';

/** Means and alerts are read again so often, if something has happened; alerts also come by themselves. */
const REREAD_MS = 10_000;
const QUIET_TURNS = 3;

/** Every task, for those who may see all. */
export function AllTasks(): JSX.Element {
  const { body, error, again } = useKept<Overview>(
    'overview',
    () => '/admin/v1/overview',
    useTurn(),
  );
  if (body === undefined) {
    return error === undefined ? <Loading what="tasks" /> : <Broken error={error} again={again} />;
  }
  return (
    <>
      <Alerts alerts={body.alerts} />
      {body.tasks.length === 0 ? (
        <Empty>
          <p>There is no task yet.</p>
          <p>
            <a href="/settings/tasks">Make the first</a>: its models, what a reward is, and a
            budget.
          </p>
        </Empty>
      ) : (
        <div class="grid">
          {body.tasks.map((overview) => (
            <TaskCard key={overview.task} overview={overview} />
          ))}
        </div>
      )}
    </>
  );
}

function useTurn(): number {
  const [turn, setTurn] = useState(0);
  const isDue = useRef(false);
  useLiveTasks(useCallback(() => (isDue.current = true), []));
  useEffect(() => {
    let quiet = 0;
    const timer = setInterval(() => {
      quiet += 1;
      if (document.hidden || (!isDue.current && quiet < QUIET_TURNS)) return;
      quiet = 0;
      isDue.current = false;
      setTurn((now) => now + 1);
    }, REREAD_MS);
    return () => clearInterval(timer);
  }, []);
  return turn;
}
