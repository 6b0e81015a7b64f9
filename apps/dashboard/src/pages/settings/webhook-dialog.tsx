import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ask } from '../../api/client.js';
import { AreaField, NumberField, TextField } from '../../form/fields.js';
import { Form } from '../../form/form.js';
import type { Written } from '../../form/written.js';
import { Dialog } from '../../ui/dialog.js';
import { tagOf } from './entry.js';
import type { Source } from './webhook.js';
import { fieldsOf, yamlOf } from './yaml-fields.js';

interface WebhookDialogProps {
  of: Source | undefined;
  onDone: (made?: Source) => void;
  onStale: () => void;
  onClose: () => void;
}

const FIRST = { query: 'data.query_id', rating: 'data.stars', scale: 'stars' };

/** Makes a source of ratings, or says anew where its ratings lie. */
export function WebhookDialog({
  of: source,
  onDone,
  onStale,
  onClose,
}: WebhookDialogProps): JSX.Element {
  const [name, setName] = useState(source?.name ?? '');
  const isNew = source === undefined;
  const send = async (written: Written): Promise<void> => {
    const body = { mapping: fieldsOf(written.text('mapping'), 'mapping') };
    const asked = { method: 'PUT', body, ...(source && { ifMatch: tagOf(source) }) } as const;
    onDone((await ask<Source>(pathOf(name), asked)).body);
  };
  return (
    <Dialog heading={isNew ? 'New webhook source' : name} onClose={onClose}>
      <Form
        key={source?.version}
        action={isNew ? 'Make the source' : 'Save'}
        send={send}
        onStale={onStale}
      >
        {isNew && (
          <TextField
            label="Name"
            name="name"
            onInput={(text) => setName(text.trim())}
            hint={`It posts to /v1/webhooks/${name || 'NAME'}`}
          />
        )}
        <AreaField
          label="Where the rating lies"
          name="mapping"
          rows={8}
          first={yamlOf({ ...(source?.mapping ?? FIRST) })}
          hint="Paths into the sender's JSON: query and rating, perhaps model, comment, rater and when: {path, equals}. Scales: score, stars, 0-10, boolean, thumbs, {min, max} or {labels}."
        />
      </Form>
    </Dialog>
  );
}

/** Gives a source a new secret beside the last. */
export function WebhookRotation({
  of: source,
  onDone,
  onStale,
  onClose,
}: WebhookDialogProps & { of: Source }): JSX.Element {
  const send = async (written: Written): Promise<void> => {
    const body = { keep: written.number('keep') };
    const asked = { method: 'POST', body, ifMatch: tagOf(source) } as const;
    onDone((await ask<Source>(`${pathOf(source.name)}/rotate`, asked)).body);
  };
  return (
    <Dialog heading={`A new secret for ${source.name}`} onClose={onClose}>
      <Form key={source.version} action="Make a new secret" send={send} onStale={onStale}>
        <NumberField
          label="Older secrets that stay good"
          name="keep"
          first="1"
          hint="Newest first, so that the sender can be changed without a gap"
        />
      </Form>
    </Dialog>
  );
}

function pathOf(name: string): string {
  return `/admin/v1/webhook-sources/${encodeURIComponent(name)}`;
}
