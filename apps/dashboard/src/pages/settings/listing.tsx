import type { ComponentChildren, JSX } from 'preact';
import { Panel } from '../../ui/panel.js';
import { Broken, Empty, Loading } from '../../ui/states.js';
import { Table, type Column } from '../../ui/table.js';
import type { Loaded } from '../../ui/use-loaded.js';

export interface ListingProps<Item> {
  heading: string;
  note?: ComponentChildren;
  /** Of the button that makes a new one. */
  adds?: string;
  onAdd?: () => void;
  loaded: Loaded<{ data: Item[] }>;
  columns: (Column | string)[];
  /** What is said while there are none. */
  empty: ComponentChildren;
  row: (item: Item) => JSX.Element;
  /** Above the table. */
  filters?: ComponentChildren;
  children?: ComponentChildren;
}

/** What there is of a kind, in a table, with the way to one more. */
export function Listing<Item>(props: ListingProps<Item>): JSX.Element {
  const { heading, note, adds, onAdd, loaded, columns, empty, row, filters, children } = props;
  const { body, error, again } = loaded;
  const add =
    adds === undefined ? undefined : (
      <button type="button" class="primary" onClick={onAdd}>
        {adds}
      </button>
    );
  return (
    <Panel heading={heading} note={note} actions={add}>
      {filters}
      {error !== undefined && <Broken error={error} again={again} />}
      {body === undefined && error === undefined && <Loading what={heading.toLowerCase()} />}
      {body?.data.length === 0 && <Empty>{empty}</Empty>}
      {body !== undefined && body.data.length > 0 && (
        <Table caption={heading} columns={columns}>
          {body.data.map(row)}
        </Table>
      )}
      {children}
    </Panel>
  );
}
