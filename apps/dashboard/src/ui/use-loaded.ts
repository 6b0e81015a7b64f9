import { useCallback, useEffect, useState } from 'preact/hooks';
import { get } from '../api/client.js';

export interface Loaded<Body> {
  /** Undefined until it is there; stays while it is loaded again. */
  body: Body | undefined;
  error: Error | undefined;
  again: () => void;
}

/** What the API says at this path, asked anew when the path changes; undefined asks nothing. */
export function useLoaded<Body>(path: string | undefined): Loaded<Body> {
  const [answer, setAnswer] = useState<{ path: string; body: Body }>();
  const [error, setError] = useState<Error>();
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (path === undefined) return;
    const stop = new AbortController();
    setError(undefined);
    get<Body>(path, stop.signal).then(
      (body) => setAnswer({ path, body }),
      (fault: unknown) => {
        if (!stop.signal.aborted) setError(fault as Error);
      },
    );
    return () => stop.abort();
  }, [path, turn]);
  const again = useCallback(() => setTurn((now) => now + 1), []);
  return { body: answer?.path === path ? answer?.body : undefined, error, again };
}
