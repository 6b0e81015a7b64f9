import type { ComponentChildren, JSX } from 'preact';
import { Form } from '../form/form.js';
import { Dialog } from './dialog.js';

/** Asks once more before something is done, and says if it is refused. */
export function Confirm({
  heading,
  says,
  action,
  isDangerous = false,
  run,
  onClose,
}: {
  heading: string;
  /** What it means. */
  says: ComponentChildren;
  action: string;
  isDangerous?: boolean;
  run: () => Promise<unknown>;
  onClose: () => void;
}): JSX.Element {
  return (
    <Dialog heading={heading} onClose={onClose}>
      <Form
        action={action}
        isDangerous={isDangerous}
        send={run}
        beside={
          <button type="button" onClick={onClose}>
            Leave it
          </button>
        }
      >
        <p>{says}</p>
      </Form>
    </Dialog>
  );
}
