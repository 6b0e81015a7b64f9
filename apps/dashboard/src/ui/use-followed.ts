import { useEffect } from 'preact/hooks';
import { useLoaded, type Loaded } from './use-loaded.js';

const PAUSE_MS = 800;
const PAUSE_AFTER_ERROR_MS = 4_000;

/** What the API says at this path, asked again and again while it changes by itself. */
export function useFollowed<Body>(path: string, changes: (body: Body) => boolean): Loaded<Body> {
  const loaded = useLoaded<Body>(path);
  const { body, error, again } = loaded;
  useEffect(() => {
    if (error === undefined && (body === undefined || !changes(body))) return;
    const timer = setTimeout(again, error === undefined ? PAUSE_MS : PAUSE_AFTER_ERROR_MS);
    return () => clearTimeout(timer);
  }, [body, error]);
  return loaded;
}
