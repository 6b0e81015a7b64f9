import { effect, signal } from '@preact/signals';
import { ApiFault } from '../api/api-fault.js';
import { get } from '../api/client.js';
import { keep, key, signOut } from './session-key.js';

/** Who the key is. */
interface Caller {
  name: string | null;
  roles: ('query' | 'rate' | 'admin')[];
  /** Those it may ask; null for all. */
  tasks: string[] | null;
  /** `off` on loopback with PURSER_AUTH=off: there is nothing to sign out of. */
  auth: 'keys' | 'off';
}

export type Session =
  | { state: 'asking' | 'signed-out' }
  | { state: 'unreachable'; error: ApiFault }
  | { state: 'signed-in'; caller: Caller };

export const session = signal<Session>({ state: 'asking' });

/** Goes on with the key of this tab, or without one where none is asked for. */
export async function resume(): Promise<void> {
  try {
    session.value = { state: 'signed-in', caller: await get<Caller>('/v1/whoami') };
  } catch (error) {
    if (!(error instanceof ApiFault)) throw error;
    const isRefused = error.status === 401 || error.status === 403;
    session.value = isRefused ? { state: 'signed-out' } : { state: 'unreachable', error };
  }
}

/** @throws {ApiFault} if the key is no good */
export async function signIn(text: string): Promise<void> {
  keep(text);
  try {
    session.value = { state: 'signed-in', caller: await get<Caller>('/v1/whoami') };
  } catch (error) {
    signOut();
    throw error;
  }
}

export function isAdmin(): boolean {
  return session.value.state === 'signed-in' && session.value.caller.roles.includes('admin');
}

// A key that was revoked meanwhile, or "sign out", shows the way in again.
effect(() => {
  const hasKey = key.value !== null;
  const now = session.peek();
  if (!hasKey && now.state === 'signed-in' && now.caller.auth === 'keys') {
    session.value = { state: 'signed-out' };
  }
});
