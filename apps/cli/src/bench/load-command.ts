import Table from 'cli-table3';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { LoadReport } from './load-bench.js';

interface LoadFlags {
  readonly backend: 'postgres' | 'redis';
  readonly minutes: number;
  readonly share: number;
  readonly json?: true;
}

const BROKEN = 1;

/** `purser bench load`: whether it holds for long. */
export function loadCommand(): Command {
  return new Command('load')
    .description(
      'Minutes of load at a share of the capacity, with faults and caps: loses nothing, passes no cap, does not grow. Exit code 1 if it does.',
    )
    .addOption(
      new Option('--backend <name>', 'where the queue is')
        .choices(['postgres', 'redis'])
        .default('postgres'),
    )
    .option('--minutes <n>', 'length of the run', positive, 10)
    .option('--share <x>', 'of the capacity that is measured first', share, 0.6)
    .option('--json', 'print one object of JSON')
    .addHelpText('after', '\nExample:\n  purser bench load --backend redis --minutes 2')
    .allowExcessArguments(false)
    .action(load);
}

async function load({ backend, minutes, share, json }: LoadFlags): Promise<void> {
  const { startBenchRedis } = await import('./bench-redis.js');
  const { benchLoad } = await import('./load-bench.js');
  const { CommandError } = await import('../commands/command-error.js');
  const redis = backend === 'redis' ? await startBenchRedis() : undefined;
  if (backend === 'redis' && redis === undefined) {
    throw new CommandError('there is no redis-server here: install it, or use --backend postgres');
  }
  try {
    const log = (line: string): void => console.error(line);
    const report = await benchLoad({ redisUrl: redis?.url, minutes, share, log });
    console.log(json ? JSON.stringify(report) : textOf(report));
    if (report.faults.length > 0) process.exitCode = BROKEN;
  } finally {
    await redis?.stop();
  }
}

function textOf({
  sent,
  statuses,
  latencies,
  drainSeconds,
  books,
  memory,
  faults,
}: LoadReport): string {
  const answers = Object.entries(statuses).map(([status, count]) => `${count} with ${status}`);
  const times = latencies.map(
    ({ task, p50, p99 }) => `${task} p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
  );
  const table = new Table({
    head: ['', 'MiB, second quarter', 'MiB, last quarter', 'restarts'],
    style: { head: [] },
  });
  for (const { name, warmMib, lastMib, restarts } of memory) {
    table.push([name, warmMib.toFixed(0), lastMib.toFixed(0), restarts]);
  }
  return [
    `${sent} queries were sent; answered: ${answers.join(', ')}.`,
    `Answers took: ${times.join('; ')}.`,
    `The last query ended ${drainSeconds.toFixed(1)} s after the load.`,
    `In the database: ${books.answered} answered, ${books.failed} failed, ${books.pending} pending.`,
    `The fullest window of a cap: ${(100 * books.fullestWindow).toFixed(2)}% of it.`,
    table.toString(),
    faults.length === 0 ? 'All held.' : `It did not hold: ${faults.join('; ')}.`,
  ].join('\n');
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

function share(text: string): number {
  const value = positive(text);
  if (value > 1) throw new InvalidArgumentError('It must be at most 1.');
  return value;
}
