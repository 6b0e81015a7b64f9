import { useLocation } from 'preact-iso';
import { useCallback, useState } from 'preact/hooks';
import { SPANS, spanOf, type Span } from './span.js';

interface ShownSpan {
  shown: Span;
  choose: (key: string) => void;
  /** Shows more of the past, unless a span was chosen. */
  widen: () => void;
}

/** The span of time in the page's address; the shortest with anything in it where there is none. */
export function useSpan(): ShownSpan {
  const { path, query, route } = useLocation();
  const [place, setPlace] = useState(0);
  const chosen = spanOf(query['span']);
  const widen = useCallback(() => {
    if (chosen === undefined) setPlace((now) => Math.min(now + 1, SPANS.length - 1));
  }, [chosen]);
  return {
    shown: chosen ?? SPANS[place] ?? SPANS[0],
    choose: (key) => route(`${path}?span=${key}`, true),
    widen,
  };
}
