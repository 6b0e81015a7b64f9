import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseConfig } from '#config';
import { environmentsFrom } from './environments.js';
import { freePort, moveSimulator } from './ports.js';
import { answersReady, saysReady } from './process-spec.js';
import { ServiceParts } from './service-parts.js';
import type { Log } from './supervised-process.js';

/** What is started: one scheduling-cloud, its local-servers, and what they need. */
export interface ServiceOptions {
  /** The text of a purser.yaml. Where it names a simulator, that is started too. */
  readonly config: string;
  /** The folder of all that the service keeps. */
  readonly dataDir: string;
  /** Default 1. */
  readonly localServers?: number;
  /** Where the service listens. Default 127.0.0.1. */
  readonly host?: string;
  /** Preferred; if it is taken, another one is. Default 8080. */
  readonly port?: number;
  /** Further arguments of the simulator, such as `--seed 7`. */
  readonly simulatorArgs?: readonly string[];
  /** `DATABASE_URL` instead of the embedded PostgreSQL, `REDIS_URL`, and the providers' keys. */
  readonly env: NodeJS.ProcessEnv;
  /** Gets what the processes print, and what happens to them. */
  readonly log: Log;
}

/** A service that runs, in processes of its own that live no longer than this one. */
export interface Service {
  readonly url: string;
  /** Null where the configuration names no simulator. */
  readonly simulatorUrl: string | null;
  readonly databaseUrl: string;
  /** Ends all processes, in order, and waits for their end. */
  stop(): Promise<void>;
}

/**
 * Starts the service and waits until it takes queries. A process that crashes is started again.
 * @throws ConfigError, EmbeddedPostgresError or ServiceError, after ending what had been started
 */
export async function startService(options: ServiceOptions): Promise<Service> {
  const parts = new ServiceParts(options.log);
  try {
    const addresses = await startParts(options, parts);
    return { ...addresses, stop: () => parts.stop() };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

async function startParts(
  options: ServiceOptions,
  parts: ServiceParts,
): Promise<Omit<Service, 'stop'>> {
  const { dataDir, env, host = '127.0.0.1', localServers = 1, log } = options;
  const { config, simulatorPort } = await settleSimulator(options.config);
  await mkdir(dataDir, { recursive: true });
  const configPath = join(resolve(dataDir), 'running.yaml');
  await writeFile(configPath, config);
  const databaseUrl = env['DATABASE_URL'] || (await parts.startPostgres(join(dataDir, 'postgres')));
  const queuePassword = env['QUEUE_ROLE_PASSWORD'] || randomBytes(24).toString('hex');
  const port = await settlePort(options.port ?? 8080, log);
  const surroundings = { databaseUrl, queuePassword, configPath, host, port };
  const environments = environmentsFrom(env, surroundings);
  const url = `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;

  await Promise.all([
    simulatorPort !== null &&
      parts.start('llm-simulator', {
        env: environments.simulator,
        args: ['--port', String(simulatorPort), ...(options.simulatorArgs ?? [])],
        ready: saysReady,
      }),
    parts.start('scheduling-cloud', { env: environments.cloud, ready: answersReady(url) }),
  ]);
  await Promise.all(
    Array.from({ length: localServers }, () =>
      parts.start('local-server', { env: environments.localServer, ready: saysReady }),
    ),
  );
  const simulatorUrl = simulatorPort === null ? null : `http://127.0.0.1:${simulatorPort}`;
  return { url, simulatorUrl, databaseUrl };
}

async function settlePort(wanted: number, log: Log): Promise<number> {
  const port = await freePort(wanted);
  if (port !== wanted) log(`port ${wanted} is taken, so Purser listens on port ${port}`);
  return port;
}

/** Finds the simulator, if there is one, a free port, and tells the configuration. */
async function settleSimulator(
  config: string,
): Promise<{ config: string; simulatorPort: number | null }> {
  const { simulator } = parseConfig(config);
  if (!simulator) return { config, simulatorPort: null };
  const simulatorPort = await freePort(simulator.port);
  return { config: moveSimulator(config, simulator.port, simulatorPort), simulatorPort };
}
