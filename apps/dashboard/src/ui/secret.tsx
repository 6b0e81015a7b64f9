import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Dialog } from './dialog.js';

/** A secret that is shown this once. */
export function Secret({
  heading,
  secret,
  says,
  onClose,
}: {
  heading: string;
  secret: string;
  /** What it is for. */
  says: string;
  onClose: () => void;
}): JSX.Element {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(secret);
    setCopied(true);
  };
  return (
    <Dialog heading={heading} onClose={onClose}>
      <p>{says} It is shown this once: keep it now.</p>
      <code class="secret">{secret}</code>
      <div class="row">
        <button type="button" class="primary" onClick={() => void copy().catch(() => undefined)}>
          {isCopied ? 'Copied' : 'Copy'}
        </button>
        <button type="button" onClick={onClose}>
          I have it
        </button>
      </div>
    </Dialog>
  );
}
