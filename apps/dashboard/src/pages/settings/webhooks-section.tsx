import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ask } from '../../api/client.js';
import { Confirm } from '../../ui/confirm.js';
import { Secret } from '../../ui/secret.js';
import { useLoaded } from '../../ui/use-loaded.js';
import { tagOf, textOf } from './entry.js';
import { Listing } from './listing.js';
import { SourceMark } from './source-mark.js';
import { WebhookDialog, WebhookRotation } from './webhook-dialog.js';
import { WebhookTest } from './webhook-test.js';
import type { Source } from './webhook.js';

const COLUMNS = [
  'Source',
  'Address',
  'Rating at',
  'Scale',
  { name: 'Secrets', isNumber: true },
  'Written by',
  { name: 'Actions', isHidden: true },
];

type What = 'change' | 'test' | 'rotate' | 'remove';

/** Who may send ratings by webhook. */
export function WebhooksSection(): JSX.Element {
  const sources = useLoaded<{ data: Source[] }>('/admin/v1/webhook-sources');
  const [open, setOpen] = useState<{ name: string | null; what: What }>();
  const [shown, setShown] = useState<Source>();
  const source = sources.body?.data.find(({ name }) => name === open?.name);
  const common = {
    onDone: (made?: Source) => {
      setOpen(undefined);
      setShown(made);
      sources.again();
    },
    onStale: sources.again,
    onClose: () => setOpen(undefined),
  };
  return (
    <Listing
      heading="Webhook sources"
      note="Survey tools, app stores and the like may post ratings as they are: say where in their JSON the rating lies."
      adds="New source"
      onAdd={() => setOpen({ name: null, what: 'change' })}
      loaded={sources}
      columns={COLUMNS}
      empty="Nobody sends ratings by webhook yet."
      row={(one) => (
        <SourceRow key={one.name} of={one} onOpen={(what) => setOpen({ name: one.name, what })} />
      )}
    >
      {open?.what === 'change' && <WebhookDialog of={source} {...common} />}
      {open?.what === 'test' && source !== undefined && (
        <WebhookTest of={source} onClose={common.onClose} />
      )}
      {open?.what === 'rotate' && source !== undefined && (
        <WebhookRotation of={source} {...common} />
      )}
      {open?.what === 'remove' && source !== undefined && (
        <Confirm
          heading={`Let ${source.name} send no more?`}
          says="What it sends is refused from now on. Its ratings stay."
          action="Remove the source"
          isDangerous
          run={async () => {
            const asked = { method: 'DELETE', ifMatch: tagOf(source) } as const;
            await ask(`/admin/v1/webhook-sources/${encodeURIComponent(source.name)}`, asked);
            common.onDone();
          }}
          onClose={common.onClose}
        />
      )}
      {typeof shown?.secret === 'string' && (
        <Secret
          heading={`The secret of ${shown.name}`}
          secret={shown.secret}
          says="The sender signs with it, by Standard Webhooks."
          onClose={() => setShown(undefined)}
        />
      )}
    </Listing>
  );
}

function SourceRow({
  of: { name, mapping, secrets, source },
  onOpen,
}: {
  of: Source;
  onOpen: (what: What) => void;
}): JSX.Element {
  return (
    <tr>
      <td>{name}</td>
      <td>
        <code>/v1/webhooks/{name}</code>
      </td>
      <td>
        <code>{mapping.rating}</code>
      </td>
      <td class="cut">{textOf(mapping.scale)}</td>
      <td class="number">{secrets.length}</td>
      <td>
        <SourceMark source={source} />
      </td>
      <td class="deeds">
        <button type="button" aria-label={`Send a test to ${name}`} onClick={() => onOpen('test')}>
          Send a test
        </button>
        <button type="button" aria-label={`Change ${name}`} onClick={() => onOpen('change')}>
          Change
        </button>
        <button type="button" aria-label={`Rotate ${name}`} onClick={() => onOpen('rotate')}>
          Rotate
        </button>
        <button
          type="button"
          class="danger"
          aria-label={`Remove ${name}`}
          onClick={() => onOpen('remove')}
        >
          Remove
        </button>
      </td>
    </tr>
  );
}
