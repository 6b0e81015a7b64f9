import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { useLiveTasks, type TaskNews } from '../../api/live-tasks.js';

/** How often what the stream does not bring is read again, where something has happened. */
const REREAD_MS = 10_000;
/** And where nothing has: rates fall by themselves. */
const QUIET_TURNS = 3;

export interface Heard {
  /** The latest of the stream; undefined while nothing happens. */
  news: TaskNews | undefined;
  /** Counts on when the rest of the page is to be read again. */
  turn: number;
  /** Makes it so at once. */
  reread: () => void;
}

/** What happens to a task, while its page is shown. */
export function useTaskNews(task: string): Heard {
  const [news, setNews] = useState<TaskNews>();
  const [turn, setTurn] = useState(0);
  const isDue = useRef(false);
  const heard = useCallback(
    (all: readonly TaskNews[]) => {
      const own = all.find((one) => one.task === task);
      if (own === undefined) return;
      isDue.current = true;
      setNews(own);
    },
    [task],
  );
  useLiveTasks(heard);
  const reread = useCallback(() => {
    isDue.current = false;
    setTurn((now) => now + 1);
  }, []);
  useEffect(() => {
    let quiet = 0;
    const timer = setInterval(() => {
      quiet = isDue.current ? 0 : quiet + 1;
      if (quiet > 0) setNews(undefined);
      if (document.hidden || quiet % QUIET_TURNS !== 0) return;
      reread();
    }, REREAD_MS);
    return () => clearInterval(timer);
  }, [reread]);
  return { news: news?.task === task ? news : undefined, turn, reread };
}
