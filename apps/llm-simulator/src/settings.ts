import { join } from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import { noFaults, type FaultSettings } from './fault-settings.js';
import type { Pace } from './pace.js';

/** What the simulator is started with. */
export interface SimulatorSettings {
  readonly host: string;
  readonly port: number;
  /** What is played: a profile with the seed of its draws, or a file of recorded outcomes. */
  readonly source:
    | { readonly kind: 'profile'; readonly path: string; readonly seed: number }
    | { readonly kind: 'recorded'; readonly path: string };
  /** Null: all that the source has. */
  readonly models: readonly string[] | null;
  readonly tasks: readonly string[] | null;
  readonly pace: Pace;
  readonly faults: FaultSettings;
}

const DEFAULT_PROFILE = join(import.meta.dirname, '../profiles/zeroeval-2024.json');

/**
 * Reads the command line and the environment; ends the process, saying why, if they cannot be used.
 * @param argv as `process.argv`
 */
export function settingsOf(argv: readonly string[]): SimulatorSettings {
  const options = command().parse(argv).opts<Options>();
  return {
    host: options.host,
    port: options.port,
    source: options.data
      ? { kind: 'recorded', path: options.data }
      : { kind: 'profile', path: options.profile ?? DEFAULT_PROFILE, seed: options.seed },
    models: options.models ?? null,
    tasks: options.task ?? null,
    pace: { scale: options.latencyScale, constantMs: options.latencyMs ?? null },
    faults: {
      ...noFaults,
      errorRate: options.errorRate,
      errorStatus: options.errorStatus,
      retryAfterSeconds: options.retryAfter,
      slowRate: options.slowRate,
      slowMs: options.slowMs,
      cutRate: options.cutRate,
    },
  };
}

interface Options {
  readonly host: string;
  readonly port: number;
  readonly profile?: string;
  readonly data?: string;
  readonly models?: string[];
  readonly task?: string[];
  readonly seed: number;
  readonly latencyScale: number;
  readonly latencyMs?: number;
  readonly errorRate: number;
  readonly errorStatus: number;
  readonly retryAfter: number;
  readonly slowRate: number;
  readonly slowMs: number;
  readonly cutRate: number;
}

function command(): Command {
  const option = (flags: string, text: string) => new Option(flags, text);
  return new Command('llm-simulator')
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .description('An OpenAI-compatible server that plays LLMs with known or recorded outcomes.')
    .addOption(option('--host <host>', 'where to listen').env('HOST').default('127.0.0.1'))
    .addOption(
      option('--port <port>', 'where to listen; 0 picks a free one')
        .env('PORT')
        .default(8090)
        .argParser(whole(0, 65_535)),
    )
    .addOption(
      option('--profile <file>', 'play this profile, JSON or YAML (default: nine models of 2024)'),
    )
    .addOption(
      option('--data <file>', 'play these recorded outcomes, .jsonl or .jsonl.gz').conflicts(
        'profile',
      ),
    )
    .addOption(option('--models <names>', 'play only these, a,b,…').argParser(names))
    .addOption(option('--task <names>', 'play only these, a,b,…').argParser(names))
    .addOption(
      option('--seed <n>', 'of all that a profile draws')
        .default(1)
        .argParser(whole(0, 2 ** 31)),
    )
    .addOption(
      option('--latency-scale <x>', 'times each latency; 0: as fast as possible')
        .default(1)
        .argParser(upTo(1_000)),
    )
    .addOption(option('--latency-ms <ms>', 'the latency of every call').argParser(upTo(600_000)))
    .addOption(rateOption('--error-rate <p>', 'share of calls refused'))
    .addOption(
      option('--error-status <status>', 'the status of refused calls')
        .default(noFaults.errorStatus)
        .argParser(whole(400, 599)),
    )
    .addOption(
      option('--retry-after <seconds>', 'said by a 429')
        .default(noFaults.retryAfterSeconds)
        .argParser(upTo(3_600)),
    )
    .addOption(rateOption('--slow-rate <p>', 'share of calls that are late'))
    .addOption(
      option('--slow-ms <ms>', 'by how much').default(noFaults.slowMs).argParser(upTo(600_000)),
    )
    .addOption(rateOption('--cut-rate <p>', 'share of calls whose connection is cut'));
}

function rateOption(flags: string, text: string): Option {
  return new Option(flags, text).default(0).argParser(upTo(1));
}

function upTo(most: number) {
  return (text: string): number => {
    const value = text.trim() === '' ? NaN : Number(text);
    if (value >= 0 && value <= most) return value;
    throw new InvalidArgumentError(`It must be a number from 0 to ${most}.`);
  };
}

function whole(least: number, most: number) {
  return (text: string): number => {
    const value = text.trim() === '' ? NaN : Number(text);
    if (Number.isInteger(value) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
  };
}

function names(text: string): string[] {
  const found = text.split(',').map((name) => name.trim());
  if (found.every((name) => name !== '')) return found;
  throw new InvalidArgumentError('It must be names with commas between them.');
}
