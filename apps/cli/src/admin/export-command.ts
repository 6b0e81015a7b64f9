import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Command } from 'commander';
import { CommandError } from '../commands/command-error.js';
import { UsageError } from '../replay/usage-error.js';
import { assertWritable, orRefused, partialOf } from '../replay/written-whole.js';
import { asking, pathOf } from './asking.js';

/** `purser tasks export`: the rounds of a task as a log. */
export function exportCommand(): Command {
  return asking(
    'export <name> <file> [from=TIME|to=TIME...]',
    'write the rounds of a task into a file, for purser what-if --log and analysis elsewhere',
    async (api, name: string, file: string, words: string[]) => {
      const path = `${pathOf('tasks', name)}/rounds${spanOf(words)}`;
      assertWritable('file', file);
      const content = await api.download(path);
      try {
        let lines = 0;
        const counted = async function* (chunks: AsyncIterable<Buffer>) {
          for await (const chunk of chunks) {
            for (const byte of chunk) if (byte === NEW_LINE) lines += 1;
            yield chunk;
          }
        };
        await pipeline(content, counted, createWriteStream(partialOf(file)));
        orRefused('file', file, () => renameSync(partialOf(file), file));
        return { file, rounds: lines - 1 };
      } catch (error) {
        rmSync(partialOf(file), { force: true });
        if (error instanceof UsageError) throw error;
        throw new CommandError(`${file}: the export was cut: ${(error as Error).message}`);
      }
    },
  );
}

const NEW_LINE = 10;

/** The query of a URL. @throws {UsageError} for anything but `from=TIME` and `to=TIME` */
export function spanOf(words: readonly string[] = []): string {
  const query = new URLSearchParams();
  for (const word of words) {
    const [, field, text = ''] = /^(from|to)=(.+)$/.exec(word) ?? [];
    const time = new Date(text);
    if (field === undefined || Number.isNaN(time.getTime())) {
      throw new UsageError(`"${word}" is not from=TIME or to=TIME, such as from=2026-01-31`);
    }
    query.set(field, time.toISOString());
  }
  return query.size === 0 ? '' : `?${query.toString()}`;
}
