import { useCallback, useEffect, useState } from 'preact/hooks';
import { get } from '../api/client.js';
import type { Loaded } from './use-loaded.js';

/**
 * What the API says of a thing, asked anew with each turn. The last answer stays until the next is
 * there, so that nothing flickers.
 * @param thing names it: the answers about another are no stand-in
 * @param path where it is at the time of asking
 */
export function useKept<Body>(thing: string, path: () => string, turn: number): Loaded<Body> {
  const [answer, setAnswer] = useState<{ thing: string; body: Body }>();
  const [error, setError] = useState<Error>();
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const stop = new AbortController();
    get<Body>(path(), stop.signal).then(
      (body) => {
        setAnswer({ thing, body });
        setError(undefined);
      },
      (fault: unknown) => {
        if (!stop.signal.aborted) setError(fault as Error);
      },
    );
    return () => stop.abort();
  }, [thing, turn, attempt]);
  const again = useCallback(() => setAttempt((now) => now + 1), []);
  return { body: answer?.thing === thing ? answer.body : undefined, error, again };
}
