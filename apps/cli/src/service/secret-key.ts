import { randomBytes } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

const KEY_BYTES = 32;

/**
 * The secret key of the service that keeps its data there, made the first time, for its owner's eyes
 * only: what it has signed and locked is good for as long as the folder is.
 */
export async function keptSecretKey(dataDir: string): Promise<string> {
  const path = join(resolve(dataDir), 'secret-key');
  const fresh = randomBytes(KEY_BYTES).toString('base64');
  try {
    await writeFile(path, `${fresh}\n`, { flag: 'wx', mode: 0o600 });
    return fresh;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return (await readFile(path, 'utf8')).trim();
  }
}
