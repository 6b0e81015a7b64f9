import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { readAdminKey } from '../service/admin-key.js';
import { startService } from '../service/service.js';
import { generateClosedLoop, generateOpenLoop } from './generate-load.js';
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
  readonly log: (line: string) => void;
}

const SIMULATOR_PORT = 8090;
const LLM_MS = 50;
const WARM_UP_SECONDS = 3;
const CONNECTIONS = 256;
const LOCAL_SERVERS = 1;

const BODY = JSON.stringify({ task: 'bench', input: 'What is 6 × 7? Answer with a number.' });

/** Measures throughput with an LLM of 0 ms, and what is added to one of 50 ms, beside that LLM alone. */
export async function benchRound(options: RoundBenchOptions): Promise<RoundFigure[]> {
  const throughput = await onService(options, 0, async ({ url, headers }) => {
    const { perSecond, failed } = await generateClosedLoop({
      url: `${url}/v1/queries`,
      headers,
      body: BODY,
      connections: CONNECTIONS,
      seconds: options.seconds,
    });
    const what = `LLM of 0 ms, ${CONNECTIONS} clients`;
    return { what, perSecond, addedP50: null, addedP99: null, failed };
  });
  const latencies = await onService(options, LLM_MS, async ({ url, simulatorUrl, headers }) => {
    const figures: RoundFigure[] = [];
    for (const rate of options.rates) {
      const load = { rate, seconds: options.seconds, warmUpSeconds: WARM_UP_SECONDS };
      const peer = await generateOpenLoop({ ...load, url: simulatorUrl, ...straightToTheLlm });
      figures.push(figureOf(`LLM of ${LLM_MS} ms alone, ${rate}/s`, peer, load.seconds));
      const purser = await generateOpenLoop({ ...load, url, ...throughPurser, headers });
      figures.push(figureOf(`LLM of ${LLM_MS} ms, ${rate}/s`, purser, load.seconds));
    }
    return figures;
  });
  return [throughput, ...latencies];
}

const throughPurser = { path: '/v1/queries', body: BODY };
const straightToTheLlm = {
  path: '/v1/chat/completions',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ model: 'gpt-4o-mini', messages: [{ role: 'user', content: 'Hello.' }] }),
};

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
