import { useEffect, useState } from 'preact/hooks';
import type uPlot from 'uplot';

const PAGE = 10;

/** Where a reader looks, by mouse, touch or keyboard. */
export interface Cursor {
  /** The place in the data; null: nowhere. */
  at: number | null;
  listeners: {
    onKeyDown: (event: KeyboardEvent) => void;
    onBlur: () => void;
  };
}

/** @param length how many places the data has */
export function useCursor(plot: uPlot | undefined, length: number): Cursor {
  const [at, setAt] = useState<number | null>(null);
  useEffect(() => {
    if (plot === undefined) return;
    (plot.hooks.setCursor ??= []).push(({ cursor }) => {
      setAt((cursor.left ?? -1) < 0 ? null : (cursor.idx ?? null));
    });
  }, [plot]);
  const go = (to: number | null): void => {
    const x = to === null ? undefined : plot?.data[0][to];
    const left = x === undefined ? -10 : (plot?.valToPos(x, 'x') ?? -10);
    plot?.setCursor({ left, top: x === undefined ? -10 : 0 }, false);
    setAt(to);
  };
  return {
    at: at === null || at >= length ? null : at,
    listeners: {
      onKeyDown: (event) => {
        const to = placeAfter(event.key, at ?? length - 1, length);
        if (to === undefined) return;
        event.preventDefault();
        go(to);
      },
      onBlur: () => go(null),
    },
  };
}

/** Where a key leads; null: nowhere again; undefined: it says nothing here. */
export function placeAfter(key: string, at: number, length: number): number | null | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowDown: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at + 1,
    PageDown: at - PAGE,
    PageUp: at + PAGE,
    Home: 0,
    End: length - 1,
  };
  if (key === 'Escape') return null;
  const to = steps[key];
  if (to === undefined || length === 0) return undefined;
  return Math.min(length - 1, Math.max(0, to));
}
