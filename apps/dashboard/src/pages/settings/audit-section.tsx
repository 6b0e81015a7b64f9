import type { JSX } from 'preact';
import { useLocation } from 'preact-iso';
import { Written } from '../../form/written.js';
import { moment } from '../../format/times.js';
import { Pages } from '../../ui/pages.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { Listing } from './listing.js';
import { mergePatchOf, type Fields } from './merge-patch.js';

interface Change {
  id: number;
  at: string;
  key_id: string | null;
  action: string;
  kind: string;
  name: string;
  before: Fields | null;
  after: Fields | null;
}

const PAGE = 50;
const COLUMNS = ['When', 'Who', 'What', 'Of', 'What changed'];

/** Who changed what, newest first. */
export function AuditSection(): JSX.Element {
  const { query, route } = useLocation();
  const search = new URLSearchParams({ limit: String(PAGE) });
  for (const param of ['kind', 'name', 'before']) {
    if (query[param]) search.set(param, query[param]);
  }
  const loaded = useLoaded<{ data: Change[] }>(`/admin/v1/audit?${search.toString()}`);
  const rows = loaded.body?.data ?? [];
  const next = rows.length < PAGE ? null : String(rows.at(-1)?.id);
  const base = `/settings/audit${filtered(query)}`;
  return (
    <Listing
      heading="Audit log"
      loaded={loaded}
      columns={COLUMNS}
      empty="Nothing was changed that this filter shows."
      row={(change) => <ChangeRow key={change.id} of={change} />}
      filters={
        <form
          class="filters"
          onSubmit={(event) => {
            event.preventDefault();
            const written = new Written(event.currentTarget);
            const [kind, name] = [written.text('kind'), written.text('name')];
            route(`/settings/audit${filtered({ kind, name })}`);
          }}
        >
          <label class="field">
            Kind
            <input name="kind" defaultValue={query['kind'] ?? ''} placeholder="task, model, key…" />
          </label>
          <label class="field">
            Name
            <input name="name" defaultValue={query['name'] ?? ''} />
          </label>
          <button type="submit">Show</button>
        </form>
      }
    >
      <Pages base={base} param="before" at={query['before']} next={next} />
    </Listing>
  );
}

function filtered(query: Record<string, string>): string {
  const search = new URLSearchParams();
  for (const param of ['kind', 'name']) {
    if (query[param]) search.set(param, query[param]);
  }
  return search.size === 0 ? '' : `?${search.toString()}`;
}

function ChangeRow({ of: change }: { of: Change }): JSX.Element {
  return (
    <tr>
      <td class="nowrap">
        <time dateTime={change.at} title={change.at}>
          {moment(change.at)}
        </time>
      </td>
      <td>
        {change.key_id === null ? (
          <span class="faint">the service</span>
        ) : (
          <code>{change.key_id}</code>
        )}
      </td>
      <td>{change.action}</td>
      <td>
        {change.kind} {change.name}
      </td>
      <td>
        <details>
          <summary class="cut">{gistOf(change)}</summary>
          <pre class="text">
            {JSON.stringify({ before: change.before, after: change.after }, null, 2)}
          </pre>
        </details>
      </td>
    </tr>
  );
}

/** The fields that are not as they were. */
function gistOf({ before, after }: Change): string {
  if (before === null) return 'it is new';
  if (after === null) return 'it is gone';
  const patch = mergePatchOf(before, after);
  delete patch['version'];
  return (
    JSON.stringify(patch['config'] ?? patch)
      .replaceAll('"', '')
      .slice(1, -1) || 'nothing'
  );
}
