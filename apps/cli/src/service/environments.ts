/** What each app of the service is told of its surroundings: no more than it needs. */
export interface Environments {
  readonly cloud: NodeJS.ProcessEnv;
  readonly localServer: NodeJS.ProcessEnv;
  readonly simulator: NodeJS.ProcessEnv;
}

/** Where the service's parts find each other. */
export interface Surroundings {
  readonly databaseUrl: string;
  readonly queuePassword: string;
  readonly configPath: string;
  readonly host: string;
  readonly port: number;
}

/** The role under which local-servers see the queue, and it alone, in Purser's database. */
const QUEUE_ROLE = 'purser_local_server';

const PROVIDER_KEY = /_API_KEY$/;
/** These mean one thing to one app, or to PostgreSQL's clients, and must not reach another. */
const OURS =
  /^(DATABASE_URL|QUEUE_DATABASE_URL|QUEUE_ROLE_PASSWORD|PURSER_CONFIG|HOST|PORT|PG[A-Z]+)$/;

/** Provider keys go to local-servers alone, the database's address to the cloud alone. */
export function environmentsFrom(
  own: NodeJS.ProcessEnv,
  { databaseUrl, queuePassword, configPath, host, port }: Surroundings,
): Environments {
  const plain = without(own, OURS);
  const keyless = without(plain, PROVIDER_KEY);
  const queue = own['REDIS_URL']
    ? {}
    : { QUEUE_DATABASE_URL: queueUrl(databaseUrl, queuePassword) };
  return {
    cloud: {
      ...keyless,
      DATABASE_URL: databaseUrl,
      QUEUE_ROLE_PASSWORD: queuePassword,
      PURSER_CONFIG: configPath,
      HOST: host,
      PORT: String(port),
    },
    localServer: { ...plain, ...queue },
    simulator: without(keyless, /^REDIS_URL$/),
  };
}

function queueUrl(databaseUrl: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = QUEUE_ROLE;
  url.password = password;
  return url.href;
}

function without(env: NodeJS.ProcessEnv, names: RegExp): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.test(name)));
}
