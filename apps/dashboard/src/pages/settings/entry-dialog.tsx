import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import { ask } from '../../api/client.js';
import { AreaField, TextField } from '../../form/fields.js';
import { Form } from '../../form/form.js';
import type { Written } from '../../form/written.js';
import { Dialog } from '../../ui/dialog.js';
import { tagOf, type Entry } from './entry.js';
import { EntryRemoval } from './entry-removal.js';
import { given, mergePatchOf, type Fields } from './merge-patch.js';
import { fieldsOf, yamlOf } from './yaml-fields.js';

export interface EntryDialogProps {
  kind: 'task' | 'model';
  /** Undefined for a new one. */
  entry: Entry | undefined;
  /** Fields of the configuration that have a control of their own. */
  own: readonly string[];
  controls: ComponentChildren;
  /** The values of those controls. */
  read: (written: Written) => Fields;
  onDone: () => void;
  /** Reads it again, after somebody else was quicker. */
  onStale: () => void;
  onClose: () => void;
}

/**
 * Makes a task or a model, or changes one. What has no control of its own is written as in purser.yaml,
 * and comes back with the API's faults.
 */
export function EntryDialog(props: EntryDialogProps): JSX.Element {
  const { kind, entry, own, onDone } = props;
  const [name, setName] = useState(entry?.name ?? '');
  const before = entry?.config ?? {};
  const rest = Object.fromEntries(Object.entries(before).filter(([key]) => !own.includes(key)));
  const path = `/admin/v1/${kind}s`;
  const send = async (written: Written): Promise<void> => {
    const config = given({ ...fieldsOf(written.text('rest'), 'rest'), ...props.read(written) });
    if (entry === undefined) {
      await ask(path, { method: 'POST', body: { name: written.text('name'), config } });
    } else {
      const body = mergePatchOf(before, config);
      const asked = { method: 'PATCH', body, ifMatch: tagOf(entry) } as const;
      await ask(`${path}/${encodeURIComponent(entry.name)}`, asked);
    }
    onDone();
  };
  return (
    <Dialog heading={entry === undefined ? `New ${kind}` : entry.name} onClose={props.onClose}>
      <Form
        key={entry?.version}
        action={entry === undefined ? `Make the ${kind}` : 'Save'}
        prefix={`${kind}s.${name}.`}
        send={send}
        onStale={props.onStale}
      >
        {entry === undefined && <TextField label="Name" name="name" onInput={setName} />}
        {props.controls}
        <AreaField
          label="All other fields"
          name="rest"
          isRest
          rows={7}
          first={yamlOf(rest)}
          hint={
            <>
              As in purser.yaml, or as JSON: see docs/configuration.md. What is left out has its
              default.
            </>
          }
        />
      </Form>
      {entry !== undefined && <EntryRemoval kind={kind} entry={entry} onDone={onDone} />}
    </Dialog>
  );
}
