import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

/** Where a service keeps its first admin key, for whoever may read its folder. */
export function adminKeyPathIn(dataDir: string): string {
  return join(resolve(dataDir), 'admin-key');
}

/** The first admin key of the service that keeps its data there; undefined where there is none. */
export async function readAdminKey(dataDir: string): Promise<string | undefined> {
  try {
    return (await readFile(adminKeyPathIn(dataDir), 'utf8')).trim();
  } catch {
    return undefined;
  }
}
