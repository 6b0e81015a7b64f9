import {
  closeSync,
  existsSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { UsageError } from './usage-error.js';

/** Where a file is written until it is whole. */
export function partialOf(path: string): string {
  return `${path}.partial`;
}

/**
 * Refuses a file that could not be written later on, and leaves nothing behind.
 * @throws {UsageError} which names the option
 */
export function assertWritable(option: string, path: string): void {
  orRefused(option, path, () => {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new Error('is a folder');
    closeSync(openSync(partialOf(path), 'w'));
    rmSync(partialOf(path));
  });
}

/**
 * Writes a file that appears when it is whole, and leaves nothing where it cannot be.
 * @throws {UsageError} which names the option
 */
export function writeWhole(option: string, path: string, content: string | Uint8Array): void {
  orRefused(option, path, () => {
    writeFileSync(partialOf(path), content);
    renameSync(partialOf(path), path);
  });
}

/** Does something to a file on the way; where that fails, nothing is left of it. */
export function orRefused<T>(option: string, path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (existsSync(partialOf(path))) rmSync(partialOf(path));
    const reason = error instanceof Error ? error.message : 'cannot be written';
    // The operating system names the file that is on the way.
    throw new UsageError(`${option} ${path}: ${reason.replace(/, \w+ '.*$/, '')}`);
  }
}
