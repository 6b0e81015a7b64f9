import type { ComponentChildren, JSX } from 'preact';

/** Names with what each comes to, side by side where there is room. */
export function Facts({ of }: { of: [name: string, value: ComponentChildren][] }): JSX.Element {
  return (
    <dl class="facts">
      {of.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
