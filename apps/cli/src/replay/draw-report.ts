import { extname } from 'node:path';
import { chartPage } from './chart-page.js';
import type { RunOptions } from './replay-options.js';
import type { PlayedReplay } from './run-report.js';
import { UsageError } from './usage-error.js';
import { assertWritable, writeWhole } from './written-whole.js';

/**
 * Refuses a drawing before anything is played for it.
 * @throws {UsageError} for a file that is no .svg or .png, cannot be written, or has no font for its text
 */
export async function assertDrawable({ plot }: Pick<RunOptions, 'plot'>): Promise<void> {
  if (plot === null) return;
  const kind = extname(plot).toLowerCase();
  if (kind !== '.svg' && kind !== '.png')
    throw new UsageError(`--plot is ${plot}, must end in .svg or .png`);
  assertWritable('--plot', plot);
  if (kind === '.svg') return;
  const { canWrite } = await import('./drawn-png.js');
  if (!canWrite())
    throw new UsageError(
      `--plot ${plot}: there is no font here to write its text with: install one (such as fonts-dejavu-core), or draw a .svg`,
    );
}

/**
 * Draws a replay, where that is asked for. The file appears when it is whole.
 * @throws {UsageError} if it cannot be written
 */
export async function drawn(played: PlayedReplay, { plot }: RunOptions): Promise<void> {
  if (plot === null) return;
  const svg = chartPage(played);
  const isSvg = extname(plot).toLowerCase() === '.svg';
  writeWhole('--plot', plot, isSvg ? svg : (await import('./drawn-png.js')).drawnPng(svg));
}
