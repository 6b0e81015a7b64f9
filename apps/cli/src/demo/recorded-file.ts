import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { linesOf, readRecorded, type RecordedQuery } from '#replay';
import { DemoError } from './demo-error.js';

/** @throws {DemoError} if the file cannot be read, is truncated or is not of recorded outcomes */
export async function readRecordedFile(path: string): Promise<RecordedQuery[]> {
  const file = createReadStream(path);
  try {
    return await readRecorded(
      linesOf(path.endsWith('.gz') ? pipeline(file, createGunzip(), () => undefined) : file),
    );
  } catch (error) {
    throw new DemoError(`--data ${path}: ${error instanceof Error ? error.message : 'unreadable'}`);
  }
}
