import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { purserDatabase } from '#storage';
import { readAdminKey } from '../service/admin-key.js';
import { startService, type Service } from '../service/service.js';
import { readBooks, windowsOverCap, type Books } from './books.js';
import { generateClosedLoop, generateOpenLoop } from './generate-load.js';
import type { Latencies } from './latencies.js';
import { loadConfig } from './load-config.js';
import { faultsOf } from './load-verdict.js';
import { MemoryWatch, type MemoryFigure } from './memory-watch.js';
import type { OpenLoopResult } from './open-loop.js';

/** What a long run under load, with faults, came to. */
export interface LoadReport {
  readonly capacityPerSecond: number;
  readonly ratePerSecond: number;
  readonly minutes: number;
  readonly sent: number;
  /** Answers by HTTP status, of both tasks; 0: no answer. */
  readonly statuses: Readonly<Record<number, number>>;
  readonly latencies: readonly ({ readonly task: string } & Latencies)[];
  /** Seconds from the last request to the end of the last query. */
  readonly drainSeconds: number;
  readonly books: Books;
  readonly memory: readonly MemoryFigure[];
  /** What should not be; none if all held. */
  readonly faults: readonly string[];
}

export interface LoadBenchOptions {
  /** Undefined: the queue is on the embedded PostgreSQL. */
  readonly redisUrl: string | undefined;
  readonly minutes: number;
  /** Of the capacity that is measured first. */
  readonly share: number;
  readonly log: (line: string) => void;
}

const SIMULATOR_PORT = 8090;
const LLM_MS = 50;
const CAPACITY_SECONDS = 10;
const CONNECTIONS = 256;
const LOOK_EVERY_MS = 5_000;
const LOOKS_A_LINE = 6;
const WARM_UP_SECONDS = 10;
const DRAIN_PATIENCE_SECONDS = 180;
/** What the simulator does to calls: a few are refused, late or cut. */
const FAULTS = { errorRate: 0.03, errorStatus: 503, slowRate: 0.02, slowMs: 2_000, cutRate: 0.01 };
const TASKS = ['judged', 'capped'] as const;

/** Finds out how much the service can take, and lets it take a share of that for minutes, with faults. */
export async function benchLoad(options: LoadBenchOptions): Promise<LoadReport> {
  const dataDir = await mkdtemp(join(tmpdir(), 'purser-load-'));
  const service = await startService({
    config: loadConfig(SIMULATOR_PORT),
    dataDir,
    needsKeys: true,
    localServers: 2,
    simulatorArgs: ['--latency-ms', String(LLM_MS)],
    env: { ...process.env, DATABASE_URL: undefined, REDIS_URL: options.redisUrl },
    log: () => undefined,
  });
  try {
    return await loadOn(service, headersWith((await readAdminKey(dataDir)) ?? ''), options);
  } finally {
    await service.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

async function loadOn(
  service: Service,
  headers: Record<string, string>,
  { minutes, share, log }: LoadBenchOptions,
): Promise<LoadReport> {
  const database = await purserDatabase(service.databaseUrl).initialize();
  try {
    const capacityPerSecond = await capacityOf(service, headers);
    const ratePerSecond = capacityPerSecond * share;
    log(
      `Answers ${capacityPerSecond.toFixed(0)} queries a second; gets ${ratePerSecond.toFixed(0)} for ${minutes} minutes, with faults:`,
    );
    await drain(database);
    const before = await readBooks(database);
    await setFaults(service);
    const loading = Promise.all(
      TASKS.map((task) =>
        generateOpenLoop({
          url: service.url,
          path: '/v1/queries',
          headers,
          body: bodyOf(task),
          rate: ratePerSecond / TASKS.length,
          seconds: minutes * 60 - WARM_UP_SECONDS,
          warmUpSeconds: WARM_UP_SECONDS,
        }),
      ),
    );
    const watch = new MemoryWatch(() => service.processes());
    const looksOverCap = await looking(loading, watch, database, log);
    const results = await loading;
    const drainSeconds = await drain(database);
    const after = await readBooks(database);
    const [statuses, memory] = [statusesOf(results), watch.figures()];
    return {
      capacityPerSecond,
      ratePerSecond,
      minutes,
      sent: results.reduce((sum, result) => sum + result.sent, 0),
      statuses,
      latencies: results.map(({ latencies }, at) => ({ task: TASKS[at] ?? '', ...latencies })),
      drainSeconds,
      books: after,
      memory,
      faults: faultsOf({ before, after, statuses, memory, looksOverCap }),
    };
  } finally {
    await database.destroy();
  }
}

async function capacityOf({ url }: Service, headers: Record<string, string>): Promise<number> {
  const load = { url: `${url}/v1/queries`, headers, body: bodyOf('judged') };
  const terms = { connections: CONNECTIONS, seconds: CAPACITY_SECONDS };
  await generateClosedLoop({ ...load, ...terms });
  return (await generateClosedLoop({ ...load, ...terms })).perSecond;
}

/** Looks at memory and caps until the load ends. @returns how many looks found a cap passed */
async function looking(
  loading: Promise<unknown>,
  watch: MemoryWatch,
  database: DataSource,
  log: (line: string) => void,
): Promise<number> {
  const ended = loading.then(() => true);
  const startedAt = performance.now();
  let looksOverCap = 0;
  for (let look = 1; ; look++) {
    await watch.sample();
    looksOverCap += (await windowsOverCap(database)) > 0 ? 1 : 0;
    if (await Promise.race([ended, delay(LOOK_EVERY_MS, false)])) return looksOverCap;
    if (look % LOOKS_A_LINE > 0) continue;
    const minutes = (performance.now() - startedAt) / 60_000;
    const sizes = watch.figures().map(({ name, lastMib }) => `${name} ${lastMib.toFixed(0)} MiB`);
    log(`  ${minutes.toFixed(1)} min: ${sizes.join(', ')}`);
  }
}

/** Waits until no query is under way. @returns the seconds that it took, or was given */
async function drain(database: DataSource): Promise<number> {
  const startedAt = performance.now();
  const seconds = (): number => (performance.now() - startedAt) / 1_000;
  while (seconds() < DRAIN_PATIENCE_SECONDS && (await isBusy(database))) await delay(200);
  return seconds();
}

async function isBusy(database: DataSource): Promise<boolean> {
  const { pending, reservedNano } = await readBooks(database);
  return pending > 0 || reservedNano > 0;
}

async function setFaults({ simulatorUrl }: Service): Promise<void> {
  const response = await fetch(`${simulatorUrl ?? ''}/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(FAULTS),
  });
  if (!response.ok) throw new Error(`the simulator refuses its faults: ${await response.text()}`);
}

function statusesOf(results: readonly OpenLoopResult[]): Record<number, number> {
  const sums: Record<number, number> = {};
  for (const { statuses } of results) {
    for (const [status, count] of Object.entries(statuses)) {
      sums[Number(status)] = (sums[Number(status)] ?? 0) + count;
    }
  }
  return sums;
}

function bodyOf(task: string): string {
  return JSON.stringify({ task, input: 'What is 6 × 7? Answer with a number.' });
}

function headersWith(key: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    prefer: 'wait=30',
    authorization: `Bearer ${key}`,
  };
}
