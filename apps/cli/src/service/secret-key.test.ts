import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { keptSecretKey } from './secret-key.js';

it('makes a key once, however many ask for it, and only its owner may read it', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'purser-secret-'));
  const first = await keptSecretKey(folder);
  expect(Buffer.from(first, 'base64')).toHaveLength(32);
  expect(await Promise.all([keptSecretKey(folder), keptSecretKey(folder)])).toEqual([first, first]);
  expect((await stat(join(folder, 'secret-key'))).mode & 0o777).toBe(0o600);
  await rm(folder, { recursive: true });
});
