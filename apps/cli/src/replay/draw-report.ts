import { renameSync, writeFileSync } from 'node:fs';
import { chartPage } from './chart-page.js';
import type { RunOptions } from './replay-options.js';
import type { PlayedReplay } from './run-report.js';
import { UsageError } from './usage-error.js';

/**
 * Draws a replay, where that is asked for. The file appears when it is whole.
 * @throws {UsageError} if it cannot be written
 */
export function drawn(played: PlayedReplay, { plot }: RunOptions): void {
  if (plot === null) return;
  const partial = `${plot}.partial`;
  try {
    writeFileSync(partial, chartPage(played));
    renameSync(partial, plot);
  } catch (error) {
    throw new UsageError(
      `--plot ${plot}: ${error instanceof Error ? error.message : 'unwritable'}`,
    );
  }
}
