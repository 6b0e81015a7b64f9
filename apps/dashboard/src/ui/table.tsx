import type { ComponentChildren, JSX } from 'preact';

export interface Column {
  name: string;
  /** Numbers stand right, under each other. */
  isNumber?: boolean;
  /** For those who hear the table only. */
  isHidden?: boolean;
}

/** A table that scrolls sideways by itself where it is too wide. */
export function Table({
  caption,
  columns,
  children,
  isQuiet = true,
}: {
  /** What it lists, for those who hear it. */
  caption: string;
  columns: (Column | string)[];
  children: ComponentChildren;
  /** Whether the caption is not seen. */
  isQuiet?: boolean;
}): JSX.Element {
  return (
    // So that the keyboard can scroll it.
    <div class="scroll" tabIndex={0} role="region" aria-label={caption}>
      <table>
        <caption class={isQuiet ? 'hidden-text' : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <Heading key={typeof column === 'string' ? column : column.name} column={column} />
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

function Heading({ column }: { column: Column | string }): JSX.Element {
  if (typeof column === 'string') return <th scope="col">{column}</th>;
  const { name, isNumber = false, isHidden = false } = column;
  return (
    <th scope="col" class={isNumber ? 'number' : undefined}>
      {isHidden ? <span class="hidden-text">{name}</span> : name}
    </th>
  );
}
