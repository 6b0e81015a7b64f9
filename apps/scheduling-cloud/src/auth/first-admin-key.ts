import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { KeyStore } from '#storage';
import { hashOf, keyText, newKeyId, newSecret } from './secret-key.js';

const TERMS = {
  name: 'first admin',
  roles: ['admin'],
  tasks: null,
  requestsPerMinute: null,
  expiresAt: null,
} as const;

/**
 * Makes an admin key where there is none that works, and shows it this once: in the file, which
 * nobody but its owner may read, or printed where there is none.
 * @returns what to print; undefined if there is a key already
 */
export async function firstAdminKey(
  store: KeyStore,
  file: string | undefined,
): Promise<string | undefined> {
  const key = { id: newKeyId(), secret: newSecret() };
  const made = await store.createFirstAdmin(key.id, hashOf(key.secret), TERMS, async () => {
    if (file !== undefined) await keep(file, keyText(key));
  });
  if (!made) return undefined;
  return file === undefined
    ? `the first admin key, shown this once: ${keyText(key)}`
    : `the first admin key is in ${file}`;
}

async function keep(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `${text}\n`, { mode: 0o600 });
}
