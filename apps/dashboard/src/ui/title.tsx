import type { ComponentChildren, JSX } from 'preact';
import { useEffect } from 'preact/hooks';

/** The heading of a page, and its name in the browser's tab. */
export function Title({ of, children }: { of: string; children?: ComponentChildren }): JSX.Element {
  useEffect(() => {
    document.title = `${of} · Purser`;
  }, [of]);
  return (
    <div class="title">
      <h1>{of}</h1>
      {children}
    </div>
  );
}
