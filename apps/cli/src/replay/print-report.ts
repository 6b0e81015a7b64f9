import type { RunOptions } from './replay-options.js';
import { reportTable } from './report-table.js';
import type { PlayedReplay } from './run-report.js';

/** Prints a report as JSON or as a table. */
export function printed({ report }: PlayedReplay, { json }: RunOptions): void {
  process.stdout.write(`${json ? JSON.stringify(report) : reportTable(report)}\n`);
}
