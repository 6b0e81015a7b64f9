import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { UsageError } from '../replay/usage-error.js';
import { asking, pathOf } from './asking.js';

/** `purser import`: outcomes that are known already. */
export function importCommand(): Command {
  return asking(
    'import <task> <file> [import-id]',
    'let a task learn from known outcomes, once for each id (default: the hash of the file): {"model": …, "query": …, "score": …, "cost_usd": …} a line',
    async (api, task: string, file: string, importId?: string) => {
      const id = importId ?? (await hashOf(file));
      const path = `${pathOf('tasks', task)}/outcomes?import_id=${encodeURIComponent(id)}`;
      return api.upload(path, 'application/x-ndjson', createReadStream(file));
    },
  );
}

/** @throws {UsageError} for a file that cannot be read */
async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(file), hash);
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  return hash.digest('hex');
}
