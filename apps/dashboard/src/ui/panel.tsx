import type { ComponentChildren, JSX } from 'preact';
import { useId } from 'preact/hooks';

/** A part of a page with a heading of its own. */
export function Panel({
  heading,
  note,
  actions,
  children,
}: {
  heading: string;
  /** A line that says how to read it. */
  note?: ComponentChildren;
  actions?: ComponentChildren;
  children: ComponentChildren;
}): JSX.Element {
  const id = useId();
  return (
    <section class="panel" aria-labelledby={id}>
      <header>
        <h2 id={id}>{heading}</h2>
        {actions}
      </header>
      {note !== undefined && <p class="hint">{note}</p>}
      {children}
    </section>
  );
}
