import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'yaml';
import { z } from 'zod';
import { linesOf, readRecorded, type Profile, type RecordedQuery } from '#replay';
import { profileSchema } from './profile-schema.js';

/** A file that describes a world and cannot be used; the message names the file and all its faults. */
export class WorldFileError extends Error {
  override readonly name = 'WorldFileError';
}

/** @throws {WorldFileError} if the file is not a profile in JSON or YAML */
export async function readProfile(path: string): Promise<Profile> {
  try {
    const parsed = profileSchema.safeParse(parse(await readFile(path, 'utf8')));
    if (!parsed.success) throw new WorldFileError(z.prettifyError(parsed.error));
    return parsed.data;
  } catch (error) {
    throw atFile(path, error);
  }
}

/** @throws {WorldFileError} if the file is not a file of recorded outcomes, plain or, `.gz`, zipped */
export async function readRecordedFile(path: string): Promise<RecordedQuery[]> {
  const file = createReadStream(path);
  try {
    return await readRecorded(
      linesOf(path.endsWith('.gz') ? pipeline(file, createGunzip(), () => undefined) : file),
    );
  } catch (error) {
    throw atFile(path, error);
  }
}

function atFile(path: string, error: unknown): WorldFileError {
  return new WorldFileError(`${path}: ${error instanceof Error ? error.message : String(error)}`);
}
