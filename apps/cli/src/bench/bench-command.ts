import Table from 'cli-table3';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readData } from '../replay/recorded-data.js';
import { usable } from '../replay/usable.js';
import { loadCommand } from './load-command.js';
import type { RoundFigure } from './round-bench.js';

const BACKENDS = ['postgres', 'redis'] as const;
type Backend = (typeof BACKENDS)[number];

interface RoundFlags {
  readonly backend?: Backend;
  readonly seconds: number;
  readonly rates: number[];
  readonly gateway?: boolean;
}

/** `purser bench`: how fast it is, here. */
export function benchCommand(): Command {
  const bench = new Command('bench').description('Measure how fast Purser is on this machine.');
  bench
    .command('round')
    .description(
      'Queries a second and added latency of a query all the way round, on both queue backends.',
    )
    .addOption(new Option('--backend <name>', 'one of them alone').choices(BACKENDS))
    .option('--seconds <n>', 'length of each measurement', positive, 10)
    .option('--rates <list>', 'queries a second of the open loops: 300,1000', rates, [300, 1_000])
    .option('--gateway', 'send the same load through an existing gateway too, installed by npx')
    .addHelpText('after', '\nExample:\n  purser bench round --backend postgres --gateway')
    .allowExcessArguments(false)
    .action(round);
  bench.addCommand(loadCommand());
  bench
    .command('decide')
    .description('Microseconds of a decision, and of its linear program by each solver.')
    .option('--seconds <n>', 'length of each measurement', positive, 1)
    .option('--models <list>', 'numbers of models: 9,50,…', sizes, [9, 50, 200, 1_000])
    .option('--json', 'print one object of JSON')
    .addHelpText('after', '\nExample:\n  purser bench decide --models 9,1000 --seconds 2')
    .allowExcessArguments(false)
    .action(decide);
  bench
    .command('replay')
    .description("Rounds a second of c2mab-v in the paper's set-up.")
    .option('--seconds <n>', 'length of each measurement', positive, 3)
    .option('--json', 'print one object of JSON')
    .addHelpText('after', '\nExample:\n  purser bench replay --seconds 10 --json')
    .allowExcessArguments(false)
    .action(replay);
  bench
    .command('plan')
    .description('Fronts of a recorded batch: beside NSGA-II in equal time, and with forests.')
    .requiredOption('--data <file>', 'recorded outcomes, .jsonl or .jsonl.gz')
    .option('--train <part>', 'the part of the queries whose outcomes are known', positive, 0.02)
    .option('--seeds <n>', 'how often to part them by chance', positive, 3)
    .option('--json', 'print one object of JSON')
    .addHelpText('after', '\nExample:\n  purser bench plan --data outcomes.jsonl.gz --seeds 10')
    .allowExcessArguments(false)
    .action((flags: PlanFlags) => usable('purser bench plan', () => plan(flags)));
  bench
    .command('rounds')
    .description('Milliseconds of a page of a search among many rounds.')
    .option('--rounds <n>', 'how many rounds', positive, 10_000_000)
    .addHelpText('after', '\nExample:\n  purser bench rounds --rounds 1000000')
    .allowExcessArguments(false)
    .action(rounds);
  return bench;
}

async function rounds({ rounds: count }: { rounds: number }): Promise<void> {
  const { benchRounds } = await import('./rounds-bench.js');
  const figures = await benchRounds(Math.ceil(count), (line) => console.error(line));
  const head = ['rounds with', 'found', 'whole page', 'median, ms', 'most, ms'];
  const table = new Table({ head, style: { head: [] } });
  for (const { what, found, isWhole, medianMs, mostMs } of figures)
    table.push([what, found, isWhole ? 'yes' : 'no', medianMs.toFixed(1), mostMs.toFixed(1)]);
  console.log(table.toString());
}

interface PlanFlags {
  readonly data: string;
  readonly train: number;
  readonly seeds: number;
  readonly json?: true;
}

async function plan({ data: path, train, seeds, json }: PlanFlags): Promise<void> {
  const { benchPlan } = await import('./plan-bench.js');
  const all = { tasks: null, models: null, split: null, warm: null };
  const { table: recorded } = await readData({ path, ...all });
  const figures = benchPlan(recorded, train, Math.ceil(seeds));
  if (json) {
    console.log(JSON.stringify({ figures }));
    return;
  }
  const table = new Table({
    head: ['', 'saved, %', 'accuracy at cost', 'IGD', 'forecast, ms', 'search, ms'],
    style: { head: [] },
  });
  for (const { what, saving, accuracyAtCost, igd, forecastMs, allocationMs } of figures)
    table.push([
      what,
      (100 * saving.mean).toFixed(1),
      accuracyAtCost.mean.toFixed(4),
      igd.mean.toFixed(4),
      forecastMs.mean.toFixed(0),
      allocationMs.mean.toFixed(0),
    ]);
  console.log(table.toString());
}

interface DecideFlags {
  readonly seconds: number;
  readonly models: readonly number[];
  readonly json?: true;
}

async function decide({ seconds, models, json }: DecideFlags): Promise<void> {
  const { benchDecide } = await import('./decide-bench.js');
  const report = await benchDecide(models, seconds);
  if (json) {
    console.log(JSON.stringify(report));
    return;
  }
  const { figures, instances, objectivesApart, tolerance } = report;
  const table = new Table({ head: ['', 'models', 'median, µs', 'p99, µs'], style: { head: [] } });
  for (const { what, models: count, medianMicros, p99Micros } of figures)
    table.push([what, count, medianMicros.toFixed(1), p99Micros.toFixed(1)]);
  console.log(
    `${table.toString()}\nAll solvers reached the same objective on all ${instances} programs: at most ${objectivesApart.toExponential(1)} of it apart, ${tolerance} allowed.`,
  );
}

async function replay({ seconds, json }: { seconds: number; json?: true }): Promise<void> {
  const { benchReplay } = await import('./replay-bench.js');
  const figures = (['any-win', 'sum-up', 'all-in'] as const).map((rewardModel) =>
    benchReplay(rewardModel, seconds),
  );
  if (json) console.log(JSON.stringify({ figures }));
  else
    for (const { rewardModel, roundsPerSecond } of figures)
      console.log(
        `${rewardModel}: ${Math.round(roundsPerSecond).toLocaleString('en')} rounds a second`,
      );
}

async function round({ backend, seconds, rates, gateway = false }: RoundFlags): Promise<void> {
  const { startBenchRedis } = await import('./bench-redis.js');
  const { benchRound } = await import('./round-bench.js');
  for (const each of BACKENDS.filter((name) => backend === undefined || backend === name)) {
    const redis = each === 'redis' ? await startBenchRedis() : undefined;
    if (each === 'redis' && redis === undefined) {
      console.log('redis: skipped, as there is no redis-server here');
      continue;
    }
    try {
      const log = (line: string): void => console.error(line);
      const options = { redisUrl: redis?.url, seconds, rates, gateway };
      const figures = await benchRound({ ...options, log });
      console.log(`The queue on ${each}:\n${tableOf(figures)}\n`);
    } finally {
      await redis?.stop();
    }
  }
}

function tableOf(figures: readonly RoundFigure[]): string {
  const table = new Table({
    head: ['', 'answered/s', 'added p50, ms', 'added p99, ms', 'failed'],
    style: { head: [] },
  });
  for (const { what, perSecond, addedP50, addedP99, failed } of figures) {
    table.push([what, perSecond.toFixed(0), ms(addedP50), ms(addedP99), failed]);
  }
  return table.toString();
}

function ms(value: number | null): string {
  return value === null ? '' : value.toFixed(1);
}

function positive(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

function rates(text: string): number[] {
  return text.split(',').map(positive);
}

/** At least as many as a combination of the benchmark has. */
function sizes(text: string): number[] {
  return text.split(',').map((one) => {
    const value = /^\d+$/.test(one) ? Number(one) : NaN;
    if (value >= 4 && value <= 100_000) return value;
    throw new InvalidArgumentError('Each must be a whole number from 4 to 100000.');
  });
}
