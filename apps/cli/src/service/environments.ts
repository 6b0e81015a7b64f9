import { WORKER_ROLE } from '#queue';

const PROVIDER_KEY = /_API_KEY$/;
/** What only the scheduling-cloud may know. */
const CLOUD_SECRET = /^PURSER_SECRET_KEY$|_WEBHOOK_SECRET$/;
/** These mean one thing to one app, or to PostgreSQL's clients, and must not reach another. */
const PRIVATE =
  /^(DATABASE_URL|QUEUE_DATABASE_URL|QUEUE_ROLE_PASSWORD|PURSER_(CONFIG|AUTH|ADMIN_KEY_FILE|API_KEY)|HOST|PORT|PG[A-Z]+)$/;

/** Where a scheduling-cloud finds what it needs, and is found. */
export interface CloudSurroundings {
  readonly databaseUrl: string;
  /** Null: no role is made for local-servers. */
  readonly queuePassword: string | null;
  readonly configPath: string;
  /** Where the first admin key is kept; null: requests need no key. */
  readonly adminKeyPath: string | null;
  /** What signs rating links and locks secrets, in base64. */
  readonly secretKey: string;
  readonly host: string;
  readonly port: number;
}

/** What the scheduling-cloud is told: all but the providers' keys. */
export function cloudEnvironment(
  own: NodeJS.ProcessEnv,
  {
    databaseUrl,
    queuePassword,
    configPath,
    adminKeyPath,
    secretKey,
    host,
    port,
  }: CloudSurroundings,
): NodeJS.ProcessEnv {
  return {
    ...without(own, PRIVATE, PROVIDER_KEY),
    DATABASE_URL: databaseUrl,
    ...(queuePassword !== null && { QUEUE_ROLE_PASSWORD: queuePassword }),
    PURSER_CONFIG: configPath,
    PURSER_SECRET_KEY: secretKey,
    ...(adminKeyPath === null ? { PURSER_AUTH: 'off' } : { PURSER_ADMIN_KEY_FILE: adminKeyPath }),
    HOST: host,
    PORT: String(port),
  };
}

/** What a local-server is told: the providers' keys and the queue, but not Purser's tables. */
export function localServerEnvironment(
  own: NodeJS.ProcessEnv,
  databaseUrl: string,
  queuePassword: string | null,
): NodeJS.ProcessEnv {
  const plain = without(own, PRIVATE, CLOUD_SECRET);
  if (own['REDIS_URL']) return plain;
  const queue = new URL(databaseUrl);
  if (queuePassword !== null) {
    queue.username = WORKER_ROLE;
    queue.password = queuePassword;
  }
  return { ...plain, QUEUE_DATABASE_URL: queue.href };
}

/** What the simulator is told: no secret at all. */
export function simulatorEnvironment(own: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return without(own, PRIVATE, PROVIDER_KEY, CLOUD_SECRET, /^REDIS_URL$/);
}

function without(own: NodeJS.ProcessEnv, ...names: readonly RegExp[]): NodeJS.ProcessEnv {
  const kept = Object.entries(own).filter(([name]) => !names.some((each) => each.test(name)));
  return Object.fromEntries(kept);
}
