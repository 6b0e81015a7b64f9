import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { linesOf, readRecorded, type RecordedQuery } from '#replay';
import { DemoError } from './demo-error.js';

/** How a gzip file begins. */
const GZIP = Buffer.of(0x1f, 0x8b);

/**
 * A file of recorded outcomes, as it is or in gzip.
 * @throws {DemoError} if the file cannot be read, is truncated or is not of recorded outcomes
 */
export async function readRecordedFile(path: string): Promise<RecordedQuery[]> {
  let lines = 0;
  try {
    const zipped = await isGzip(path);
    // Opened only now, for a stream that fails before anybody reads it ends the process.
    const file = createReadStream(path);
    const text = zipped ? pipeline(file, createGunzip(), () => undefined) : file;
    return await readRecorded(counted(linesOf(text), () => (lines += 1)));
  } catch (error) {
    throw new DemoError(`--data ${path}: ${reasonOf(error, lines)}`);
  }
}

async function isGzip(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(GZIP.length), 0, GZIP.length, 0);
    return buffer.equals(GZIP);
  } finally {
    await file.close();
  }
}

async function* counted(lines: AsyncIterable<string>, count: () => void): AsyncGenerator<string> {
  for await (const line of lines) {
    count();
    yield line;
  }
}

function reasonOf(error: unknown, lines: number): string {
  if (!(error instanceof Error)) return 'unreadable';
  const isTruncated = 'code' in error && error.code === 'Z_BUF_ERROR';
  return isTruncated ? `truncated: the gzip stream ends in line ${lines + 1}` : error.message;
}
