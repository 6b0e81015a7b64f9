import { randomBytes } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  cloudEnvironment,
  localServerEnvironment,
  type CloudSurroundings,
} from './environments.js';
import { onFreePort } from './ports.js';
import { ServiceParts } from './service-parts.js';
import { startSimulator } from './simulator.js';
import { adminKeyPathIn } from './admin-key.js';
import { keptSecretKey } from './secret-key.js';
import type { Log, ProcessState } from './supervised-process.js';

/** What is started: one scheduling-cloud, its local-servers, and what they need. */
export interface ServiceOptions {
  /** The text of a purser.yaml. Where it names a simulator, that is started too. */
  readonly config: string;
  /** The folder of all that the service keeps. */
  readonly dataDir: string;
  /** Whether requests need keys. */
  readonly needsKeys: boolean;
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
  /** Its processes, but for PostgreSQL's. */
  processes(): Promise<ProcessState[]>;
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
    return { ...addresses, processes: () => parts.states(), stop: () => parts.stop() };
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

async function startParts(
  options: ServiceOptions,
  parts: ServiceParts,
): Promise<Omit<Service, 'processes' | 'stop'>> {
  const { dataDir, env, simulatorArgs = [], localServers = 1 } = options;
  await mkdir(dataDir, { recursive: true });
  const [databaseUrl, { config, simulatorUrl }] = await Promise.all([
    env['DATABASE_URL'] || parts.startPostgres(join(dataDir, 'postgres')),
    startSimulator(options.config, simulatorArgs, env, parts),
  ]);
  const configPath = join(resolve(dataDir), 'running.yaml');
  await writeFile(configPath, config);
  const adminKeyPath = options.needsKeys ? adminKeyPathIn(dataDir) : null;
  const secretKey = env['PURSER_SECRET_KEY'] || (await keptSecretKey(dataDir));
  const queuePassword = queuePasswordOf(options);
  const url = await startCloud(
    options,
    { databaseUrl, queuePassword, configPath, adminKeyPath, secretKey },
    parts,
  );
  const workerEnv = localServerEnvironment(env, databaseUrl, queuePassword);
  const workers = Array.from({ length: localServers }, () =>
    parts.start('local-server', { env: workerEnv }),
  );
  await Promise.all(workers);
  return { url, simulatorUrl, databaseUrl };
}

/**
 * The password of the local-servers' own role. In a database that is not ours it is not for us to
 * invent: another Purser may use it.
 */
function queuePasswordOf({ env, log }: ServiceOptions): string | null {
  const given = env['QUEUE_ROLE_PASSWORD'];
  if (given) return given;
  if (!env['DATABASE_URL']) return randomBytes(24).toString('hex');
  if (!env['REDIS_URL']) {
    log('local-servers use the role of DATABASE_URL: set QUEUE_ROLE_PASSWORD to give them less');
  }
  return null;
}

/** Returns the address at which it is found from this machine. */
async function startCloud(
  { env, log, host = '127.0.0.1', port: wanted = 8080 }: ServiceOptions,
  needs: Omit<CloudSurroundings, 'host' | 'port'>,
  parts: ServiceParts,
): Promise<string> {
  const port = await onFreePort(wanted, (free) =>
    parts.start('scheduling-cloud', {
      env: cloudEnvironment(env, { ...needs, host, port: free }),
    }),
  );
  if (port !== wanted) log(`port ${wanted} is taken, so Purser listens on port ${port}`);
  return `http://${host === '0.0.0.0' ? '127.0.0.1' : host}:${port}`;
}
