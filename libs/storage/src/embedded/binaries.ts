import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { EmbeddedPostgresError } from './embedded-postgres-error.js';

/** Where PostgreSQL's programs lie. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly postgres: string;
}

/**
 * Finds the programs that npm installed for this platform. They are looked up from
 * `embedded-postgres`, whose optional dependencies they are, so that it does not matter where npm
 * put them.
 */
export async function postgresBinaries(): Promise<PostgresBinaries> {
  const platform = `${process.platform}-${process.arch}`;
  if (process.platform === 'win32')
    throw new EmbeddedPostgresError(
      'the embedded PostgreSQL does not run on Windows: use WSL, or set DATABASE_URL to a PostgreSQL of yours',
    );
  const require = createRequire(import.meta.url);
  const beside = createRequire(require.resolve('embedded-postgres'));
  let path: string;
  try {
    path = beside.resolve(`@embedded-postgres/${platform}`);
  } catch {
    throw new EmbeddedPostgresError(
      `no embedded PostgreSQL is installed for ${platform}: run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL of yours`,
    );
  }
  return (await import(pathToFileURL(path).href)) as PostgresBinaries;
}
