import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { WORKER_ROLE } from '#queue';
import { emptyDatabase, freshDatabase, QUEUE_PASSWORD, type TestDatabase } from './database.js';
import { freePort } from './free-port.js';
import { startApp, type AppProcess } from './process.js';
import { startRedis, type TestRedis } from './redis.js';
import { configText } from './purser-yaml.js';

export type Backend = 'postgres' | 'redis';

/** All of Purser in processes of its own: simulator, scheduling-cloud and local-servers. */
export interface House {
  readonly url: string;
  /** Empty where no keys are needed. */
  readonly adminKey: string;
  readonly simulatorUrl: string;
  readonly database: TestDatabase;
  readonly redis: TestRedis | undefined;
  readonly cloud: AppProcess;
  readonly localServers: AppProcess[];
  /** Changes purser.yaml, which the next cloud to start reads. */
  configure(change: (text: string) => string): Promise<void>;
  startCloud(): Promise<void>;
  /** Starts one more cloud beside the first, and returns its address. */
  startReplica(): Promise<string>;
  startLocalServer(): Promise<void>;
  /** Lets the simulator fail, dawdle or cut connections from now on. */
  faults(settings: Record<string, number | string[]>): Promise<void>;
  close(): Promise<void>;
}

export interface HouseOptions {
  backend: Backend;
  localServers?: number;
  /** Milliseconds that every call of an LLM takes. */
  latencyMs?: number;
  /** Whether requests need keys; the first admin key is then `adminKey`. */
  needsKeys?: boolean;
  /** What the cloud and the local-servers are told besides. */
  environment?: Record<string, string>;
  /** Of a superuser; the PostgreSQL that all tests share unless another is given. */
  postgresUrl?: string;
}

/** Of the webhook source `survey`: the first is on its way out. */
export const SURVEY_SECRETS = ['old', 'new'].map(
  (name) => `whsec_${Buffer.from(name.repeat(10)).toString('base64')}`,
);
const SECRETS = {
  OLD_WEBHOOK_SECRET: SURVEY_SECRETS[0]!,
  NEW_WEBHOOK_SECRET: SURVEY_SECRETS[1]!,
  PURSER_SECRET_KEY: Buffer.alloc(32, 'for tests only').toString('base64'),
};

export async function openHouse(options: HouseOptions): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'purser-house-'));
  const database = await (options.postgresUrl
    ? emptyDatabase(options.postgresUrl)
    : freshDatabase());
  const redis = options.backend === 'redis' ? await startRedis() : undefined;
  const [port, simulatorPort] = [await freePort(18_080), await freePort(19_080)];
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;
  const config = join(folder, 'purser.yaml');
  await writeFile(config, configText(simulatorUrl));
  const keyFile = join(folder, 'admin-key');

  const simulator = await startApp('llm-simulator', { PORT: String(simulatorPort) }, [
    '--latency-ms',
    String(options.latencyMs ?? 5),
  ]);
  const startCloud = (at = port): Promise<AppProcess> =>
    startApp('scheduling-cloud', {
      DATABASE_URL: database.url,
      PURSER_CONFIG: config,
      PORT: String(at),
      ...(options.needsKeys ? { PURSER_ADMIN_KEY_FILE: keyFile } : { PURSER_AUTH: 'off' }),
      ...SECRETS,
      ...options.environment,
      ...(redis ? { REDIS_URL: redis.url } : { QUEUE_ROLE_PASSWORD: QUEUE_PASSWORD }),
    });
  const startLocalServer = (): Promise<AppProcess> =>
    startApp('local-server', {
      ...options.environment,
      ...(redis ? { REDIS_URL: redis.url } : { QUEUE_DATABASE_URL: workerUrl(database.url) }),
    });

  let cloud = await startCloud();
  const replicas: AppProcess[] = [];
  const localServers: AppProcess[] = [];
  for (let count = 0; count < (options.localServers ?? 2); count++) {
    localServers.push(await startLocalServer());
  }
  return {
    url: `http://127.0.0.1:${port}`,
    adminKey: options.needsKeys ? (await readFile(keyFile, 'utf8')).trim() : '',
    simulatorUrl,
    database,
    redis,
    get cloud() {
      return cloud;
    },
    localServers,
    configure: async (change) => writeFile(config, change(await readFile(config, 'utf8'))),
    startCloud: async () => {
      cloud = await startCloud();
    },
    startReplica: async () => {
      const at = await freePort(18_080);
      replicas.push(await startCloud(at));
      return `http://127.0.0.1:${at}`;
    },
    startLocalServer: async () => {
      localServers.push(await startLocalServer());
    },
    faults: async (settings) => {
      const response = await fetch(`${simulatorUrl}/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(settings),
      });
      if (!response.ok) throw new Error(await response.text());
    },
    close: async () => {
      for (const app of [cloud, ...replicas, ...localServers, simulator]) {
        app.signal('SIGCONT');
        await app.kill('SIGKILL');
      }
      await redis?.kill();
      await database.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function workerUrl(databaseUrl: string): string {
  const url = new URL(databaseUrl);
  url.username = WORKER_ROLE;
  url.password = QUEUE_PASSWORD;
  return url.href;
}
