import { signal } from '@preact/signals';

const KEPT_AS = 'purser-key';

/** The API key of this tab; it is forgotten with it. */
export const key = signal(sessionStorage.getItem(KEPT_AS));

export function keep(text: string): void {
  sessionStorage.setItem(KEPT_AS, text);
  key.value = text;
}

export function signOut(): void {
  sessionStorage.removeItem(KEPT_AS);
  key.value = null;
}
