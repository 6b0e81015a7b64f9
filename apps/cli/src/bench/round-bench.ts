import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readAdminKey } from '../service/admin-key.js';
import { startService } from '../service/service.js';
import { generateClosedLoop, generateOpenLoop } from './generate-load.js';
import { startGateway, throughGateway, type Gateway } from './gateway.js';
import type { ClosedLoopResult } from './load-generator.js';
import type { OpenLoopResult } from './open-loop.js';

/** One measurement of the way of a query all round. */
export interface RoundFigure {
  readonly what: string;
  /** Queries a second that were answered. */
  readonly perSecond: number;
  /** What Purser adds to the LLM's own time, in milliseconds; null for a closed loop. */
  readonly addedP50: number | null;
  readonly addedP99: number | null;
  readonly failed: number;
}

export interface RoundBenchOptions {
  /** Undefined: the queue is on the embedded PostgreSQL. */
  readonly redisUrl: string | undefined;
  readonly seconds: number;
  /** Queries a second of the open loops. */
  readonly rates: readonly number[];
  /** Whether an existing gateway is sent the same load. */
  readonly gateway: boolean;
  readonly log: (line: string) => void;
}

const SIMULATOR_PORT = 8090;
const LLM_MS = 50;
const WARM_UP_SECONDS = 3;
const CONNECTIONS = 256;
const LOCAL_SERVERS = 1;

const PROMPT = 'What is 6 × 7? Answer with a number.';
const BODY = JSON.stringify({ task: 'bench', input: PROMPT });

/** Measures throughput with an LLM of 0 ms, and what is added to one of 50 ms, beside that LLM alone. */
export async function benchRound(options: RoundBenchOptions): Promise<RoundFigure[]> {
  const gateway = options.gateway ? await startGateway() : undefined;
  try {
    const throughput = await onService(options, 0, (service) =>
      inTurn(
        waysTo(service, gateway).filter(({ isPeer }) => !isPeer),
        async (way) => {
          await warmUp(way);
          return closedFigure(way, options.seconds);
        },
      ),
    );
    const latencies = await onService(options, LLM_MS, async (service) => {
      const ways = waysTo(service, gateway);
      await inTurn(ways, warmUp);
      return inTurn(options.rates, (rate) =>
        inTurn(ways, (way) => openFigure(way, rate, options.seconds)),
      );
    });
    return [...throughput, ...latencies.flat()];
  } finally {
    await gateway?.stop();
  }
}

/** What lies between the load and the LLM. */
interface Way {
  readonly name: string;
  readonly url: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string;
  /** The LLM without anything between: at 0 ms it would only measure the simulator. */
  readonly isPeer: boolean;
}

function waysTo({ url, simulatorUrl, headers }: Benched, gateway: Gateway | undefined): Way[] {
  const path = '/v1/chat/completions';
  const chatOf = (model: string): string =>
    JSON.stringify({ model, messages: [{ role: 'user', content: PROMPT }] });
  const straight = {
    path,
    headers: { 'content-type': 'application/json' },
    body: chatOf('gpt-4o-mini'),
  };
  const alone = { ...straight, name: 'the LLM alone', url: simulatorUrl, isPeer: true };
  const queries = { name: 'Purser, /v1/queries', path: '/v1/queries', body: BODY };
  const chat = { name: `Purser, ${path}`, path, body: chatOf('purser/bench') };
  const ours = [queries, chat].map((way) => ({ ...way, url, headers, isPeer: false }));
  if (gateway === undefined) return [alone, ...ours];
  const theirs = {
    ...straight,
    name: gateway.name,
    url: gateway.url,
    headers: { ...straight.headers, ...throughGateway(simulatorUrl) },
    isPeer: false,
  };
  return [alone, theirs, ...ours];
}

/** Asks until the code is compiled: a service runs for days, and its first seconds tell little of them. */
async function warmUp(way: Way): Promise<void> {
  await closedLoop(way, WARM_UP_SECONDS);
}

function closedLoop({ url, path, headers, body }: Way, seconds: number): Promise<ClosedLoopResult> {
  return generateClosedLoop({ url: url + path, headers, body, connections: CONNECTIONS, seconds });
}

async function closedFigure(way: Way, seconds: number): Promise<RoundFigure> {
  const { perSecond, failed } = await closedLoop(way, seconds);
  const what = `LLM of 0 ms, ${CONNECTIONS} clients: ${way.name}`;
  return { what, perSecond, addedP50: null, addedP99: null, failed };
}

async function openFigure(way: Way, rate: number, seconds: number): Promise<RoundFigure> {
  const load = { ...way, rate, seconds, warmUpSeconds: WARM_UP_SECONDS };
  const result = await generateOpenLoop(load);
  return figureOf(`LLM of ${LLM_MS} ms, ${rate}/s: ${way.name}`, result, seconds);
}

/** One after another, so that none disturbs another. */
async function inTurn<Item, Result>(
  items: readonly Item[],
  measure: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await measure(item));
  return results;
}

function figureOf(what: string, result: OpenLoopResult, seconds: number): RoundFigure {
  return {
    what,
    perSecond: (result.sent - result.failed) / (seconds + WARM_UP_SECONDS),
    addedP50: result.latencies.p50 - LLM_MS,
    addedP99: result.latencies.p99 - LLM_MS,
    failed: result.failed,
  };
}

interface Benched {
  readonly url: string;
  readonly simulatorUrl: string;
  readonly headers: Record<string, string>;
}

function headersWith(key: string): Record<string, string> {
  return {
    'content-type': 'application/json',
    prefer: 'wait=30',
    authorization: `Bearer ${key}`,
  };
}

async function onService<Result>(
  { redisUrl, log }: RoundBenchOptions,
  llmMs: number,
  measure: (service: Benched) => Promise<Result>,
): Promise<Result> {
  const dataDir = await mkdtemp(join(tmpdir(), 'purser-bench-'));
  const service = await startService({
    config: benchConfig(),
    dataDir,
    needsKeys: true,
    localServers: LOCAL_SERVERS,
    simulatorArgs: ['--latency-ms', String(llmMs)],
    env: { ...process.env, DATABASE_URL: undefined, REDIS_URL: redisUrl },
    log,
  });
  try {
    const { url, simulatorUrl } = service;
    const headers = headersWith((await readAdminKey(dataDir)) ?? '');
    return await measure({ url, simulatorUrl: simulatorUrl ?? '', headers });
  } finally {
    await service.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** One task of one call a query, whose answer nobody judges. */
function benchConfig(): string {
  return stringify({
    simulator: { port: SIMULATOR_PORT },
    models: {
      'gpt-4o-mini': {
        baseUrl: `http://127.0.0.1:${SIMULATOR_PORT}/v1`,
        price: { inputUsdPerMillionTokens: 0.15, outputUsdPerMillionTokens: 0.6 },
        maxOutputTokens: 1024,
      },
      'gpt-4o': {
        baseUrl: `http://127.0.0.1:${SIMULATOR_PORT}/v1`,
        price: { inputUsdPerMillionTokens: 2.5, outputUsdPerMillionTokens: 10 },
        maxOutputTokens: 1024,
      },
    },
    tasks: { bench: { reward: 'any-win', size: 1, budgetUsdPerQuery: 0.001, evaluator: 'none' } },
  });
}
