import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ask } from '../../api/client.js';
import { moment } from '../../format/times.js';
import { Confirm } from '../../ui/confirm.js';
import { Secret } from '../../ui/secret.js';
import { Status } from '../../ui/status.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { tagOf } from './entry.js';
import { KeyDialog, RotateDialog } from './key-dialog.js';
import { stateOf, type Key } from './key.js';
import { Listing } from './listing.js';

const COLUMNS = [
  'Name',
  'Id',
  'Roles',
  'Tasks',
  { name: 'Requests a minute', isNumber: true },
  'State',
  'Expires',
  'Made',
  { name: 'Actions', isHidden: true },
];

type Open = { what: 'new' } | { what: 'change' | 'rotate' | 'revoke'; id: string };

/** Who may use this Purser. */
export function KeysSection(): JSX.Element {
  const keys = useLoaded<{ data: Key[] }>('/admin/v1/keys');
  const [open, setOpen] = useState<Open>();
  const [secret, setSecret] = useState<{ name: string; key: string }>();
  const key = keys.body?.data.find(
    ({ id }) => open !== undefined && 'id' in open && id === open.id,
  );
  const common = {
    onDone: (made?: { name: string; key: string }) => {
      setOpen(undefined);
      setSecret(made);
      keys.again();
    },
    onStale: keys.again,
    onClose: () => setOpen(undefined),
  };
  return (
    <Listing
      heading="API keys"
      note="Programs, and people here, sign in with one."
      adds="New key"
      onAdd={() => setOpen({ what: 'new' })}
      loaded={keys}
      columns={COLUMNS}
      empty="There is no key: this Purser asks for none."
      row={(one) => (
        <KeyRow key={one.id} of={one} onOpen={(what) => setOpen({ what, id: one.id })} />
      )}
    >
      {open?.what === 'new' && <KeyDialog of={undefined} {...common} />}
      {open?.what === 'change' && key !== undefined && <KeyDialog of={key} {...common} />}
      {open?.what === 'rotate' && key !== undefined && <RotateDialog of={key} {...common} />}
      {open?.what === 'revoke' && key !== undefined && (
        <Confirm
          heading={`Revoke ${key.name}?`}
          says="What is sent with it is refused from now on, for good."
          action="Revoke the key"
          isDangerous
          run={async () => {
            await ask(`/admin/v1/keys/${key.id}`, { method: 'DELETE', ifMatch: tagOf(key) });
            common.onDone();
          }}
          onClose={common.onClose}
        />
      )}
      {secret !== undefined && (
        <Secret
          heading={`The key of ${secret.name}`}
          secret={secret.key}
          says="Programs send it as Authorization: Bearer."
          onClose={() => setSecret(undefined)}
        />
      )}
    </Listing>
  );
}

function KeyRow({
  of: key,
  onOpen,
}: {
  of: Key;
  onOpen: (what: 'change' | 'rotate' | 'revoke') => void;
}): JSX.Element {
  const state = stateOf(key, new Date());
  return (
    <tr>
      <td>{key.name}</td>
      <td>
        <code>{key.id}</code>
      </td>
      <td>{key.roles.join(', ')}</td>
      <td>{key.tasks?.join(', ') ?? 'all'}</td>
      <td class="number">{key.requests_per_minute ?? 'no limit'}</td>
      <td>
        <Status of={state} />
      </td>
      <td>{key.expires_at === null ? 'never' : moment(key.expires_at)}</td>
      <td>{moment(key.created_at)}</td>
      <td class="deeds">
        {state !== 'revoked' && (
          <>
            <button
              type="button"
              aria-label={`Change ${key.name}`}
              onClick={() => onOpen('change')}
            >
              Change
            </button>
            <button
              type="button"
              aria-label={`Rotate ${key.name}`}
              onClick={() => onOpen('rotate')}
            >
              Rotate
            </button>
            <button
              type="button"
              class="danger"
              aria-label={`Revoke ${key.name}`}
              onClick={() => onOpen('revoke')}
            >
              Revoke
            </button>
          </>
        )}
      </td>
    </tr>
  );
}
