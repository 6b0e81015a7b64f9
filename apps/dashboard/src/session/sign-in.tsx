import type { JSX, TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import { ApiFault } from '../api/api-fault.js';
import mark from '../shell/mark.svg';
import { signIn } from './session.js';

/** The API tells programs what header to send; here is a field. */
function reasonOf(error: unknown): string {
  if (!(error instanceof ApiFault)) return String(error);
  return error.status === 401
    ? 'This key is unknown, expired or revoked: take one that an admin made.'
    : error.message;
}

/** Asks for an API key. */
export function SignIn(): JSX.Element {
  const [fault, setFault] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: TargetedSubmitEvent<HTMLFormElement>): Promise<void> => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('key');
    if (typeof text !== 'string') return;
    setBusy(true);
    setFault(undefined);
    try {
      await signIn(text.trim());
    } catch (error) {
      setFault(reasonOf(error));
      setBusy(false);
    }
  };
  return (
    <main class="sign-in">
      <form class="panel" onSubmit={(event) => void submit(event)}>
        <img src={mark} alt="" width="40" height="40" />
        <h1>Purser</h1>
        <div class="field">
          <label for="key">API key</label>
          <input
            id="key"
            name="key"
            type="password"
            autocomplete="off"
            spellcheck={false}
            required
            autofocus
            aria-invalid={fault !== undefined}
            aria-describedby="key-help"
          />
          <p id="key-help" class={fault === undefined ? 'hint' : 'fault'} role="alert">
            {fault ?? 'The first admin key is in .purser/admin-key where Purser runs.'}
          </p>
        </div>
        <button class="primary" type="submit" disabled={isBusy}>
          {isBusy ? 'Signing in…' : 'Sign in'}
        </button>
        <p class="hint">It is kept until this tab is closed, and sent to this Purser alone.</p>
      </form>
    </main>
  );
}
