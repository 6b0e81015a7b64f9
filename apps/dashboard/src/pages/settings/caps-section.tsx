import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ask } from '../../api/client.js';
import { dollars } from '../../format/dollars.js';
import { percent } from '../../format/numbers.js';
import { moment } from '../../format/times.js';
import { Confirm } from '../../ui/confirm.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { CapDialog } from './cap-dialog.js';
import { subjectOf, type Cap } from './cap.js';
import { tagOf } from './entry.js';
import { Listing } from './listing.js';
import { SourceMark } from './source-mark.js';

const COLUMNS = [
  'Of',
  'Window',
  'Kind',
  { name: 'Limit', isNumber: true },
  { name: 'Spent', isNumber: true },
  { name: 'Reserved', isNumber: true },
  'Of the limit',
  'Begins anew',
  'Written by',
  { name: 'Actions', isHidden: true },
];

/** What is never spent, whatever is asked. */
export function CapsSection(): JSX.Element {
  const caps = useLoaded<{ data: Cap[] }>('/admin/v1/caps');
  const [open, setOpen] = useState<{ id: string | null; what: 'change' | 'remove' }>();
  const cap = caps.body?.data.find(({ id }) => id === open?.id);
  const common = {
    onDone: () => {
      setOpen(undefined);
      caps.again();
    },
    onStale: caps.again,
    onClose: () => setOpen(undefined),
  };
  return (
    <Listing
      heading="Caps"
      note="Dollars a window that are never passed. Hard caps refuse what would pass them; soft ones tell."
      adds="New cap"
      onAdd={() => setOpen({ id: null, what: 'change' })}
      loaded={caps}
      columns={COLUMNS}
      empty="There is no cap: each task keeps to its budget a query on average, and to nothing else."
      row={(one) => (
        <CapRow key={one.id} of={one} onOpen={(what) => setOpen({ id: one.id, what })} />
      )}
    >
      {open?.what === 'change' && <CapDialog of={cap} {...common} />}
      {open?.what === 'remove' && cap !== undefined && (
        <Confirm
          heading={`Remove the cap of ${dollars(cap.limit_usd)} a ${cap.window}?`}
          says="What it has counted is kept, and counts if it is made again."
          action="Remove the cap"
          isDangerous
          run={async () => {
            await ask(`/admin/v1/caps/${cap.id}`, { method: 'DELETE', ifMatch: tagOf(cap) });
            common.onDone();
          }}
          onClose={common.onClose}
        />
      )}
    </Listing>
  );
}

function CapRow({
  of: cap,
  onOpen,
}: {
  of: Cap;
  onOpen: (what: 'change' | 'remove') => void;
}): JSX.Element {
  const { current, limit_usd, window, time_zone, hard, source } = cap;
  const name = `${subjectOf(cap)}, a ${window}`;
  return (
    <tr>
      <td>{subjectOf(cap)}</td>
      <td>
        {window}
        {time_zone !== 'UTC' && <span class="faint"> ({time_zone})</span>}
      </td>
      <td>{hard ? 'hard' : 'soft'}</td>
      <td class="number">{dollars(limit_usd)}</td>
      <td class="number">{dollars(current.settled_usd)}</td>
      <td class="number">{dollars(current.reserved_usd)}</td>
      <td>
        <Used spent={current.settled_usd} reserved={current.reserved_usd} limit={limit_usd} />
      </td>
      <td>{moment(current.ends_at)}</td>
      <td>
        <SourceMark source={source} />
      </td>
      <td class="deeds">
        <button
          type="button"
          aria-label={`Change the cap of ${name}`}
          onClick={() => onOpen('change')}
        >
          Change
        </button>
        <button
          type="button"
          class="danger"
          aria-label={`Remove the cap of ${name}`}
          onClick={() => onOpen('remove')}
        >
          Remove
        </button>
      </td>
    </tr>
  );
}

function Used({
  spent,
  reserved,
  limit,
}: {
  spent: number;
  reserved: number;
  limit: number;
}): JSX.Element {
  const share = (usd: number): number => (limit === 0 ? 1 : Math.min(1, usd / limit));
  return (
    <div
      class="used"
      role="img"
      aria-label={`${percent(share(spent))} spent, ${percent(share(reserved))} reserved`}
    >
      <span style={{ width: percent(share(spent)) }} />
      <span
        class="reserved"
        style={{ width: percent(Math.min(share(reserved), 1 - share(spent))) }}
      />
    </div>
  );
}
