import { apiKeyEnv } from '#contracts';
import { z } from 'zod';

/** Where the queue is, as `libs/queue` takes it. */
export interface QueueAddress {
  backend: 'redis' | 'postgres';
  url: string;
}

export interface Settings {
  queue: QueueAddress;
  /** Calls to LLMs under way at once in this process. */
  concurrentCalls: number;
  /** Providers' keys by the name of their environment variable. */
  apiKeys: ReadonlyMap<string, string>;
  /** Where `GET /health` is answered; nowhere if undefined. */
  health: { host: string; port: number } | undefined;
}

const DEFAULT_CONCURRENT_CALLS = '512';

const port = z.coerce.number('must be a port').int('must be a port').min(1).max(65_535);

const environment = z.object({
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be redis://… or rediss://…' }).optional(),
  QUEUE_DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: 'must be postgres://…' })
    .optional(),
  LOCAL_SERVER_CONCURRENT_CALLS: z.coerce
    .number('must be a whole number')
    .int('must be a whole number')
    .min(1)
    .max(100_000)
    .prefault(DEFAULT_CONCURRENT_CALLS),
  HOST: z.string().default('127.0.0.1'),
  LOCAL_SERVER_HEALTH_PORT: port.optional(),
});

/** What a header may carry: the key is sent in one. */
const apiKey = z.string().regex(/^[\x21-\x7e]+$/, 'must be printable ASCII without white space');

/**
 * The settings that the environment gives; a variable that is empty is not set.
 * @throws Error that lists every fault, and never a value, as values may hold passwords
 */
export function settingsFrom(env: Readonly<Record<string, string | undefined>>): Settings {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value));
  const keys = Object.entries(given).filter(([name]) => apiKeyEnv.safeParse(name).success);
  const read = environment.safeParse(given);
  const faults = [
    ...faultsOf(read),
    ...keys.flatMap(([name, key]) => faultsOf(apiKey.safeParse(key), name)),
    ...(given['REDIS_URL'] || given['QUEUE_DATABASE_URL'] ? [] : [NO_QUEUE]),
  ];
  if (!read.success || faults.length > 0) {
    throw new Error(
      `the local-server cannot start:\n${faults.map((each) => `- ${each}`).join('\n')}`,
    );
  }
  return {
    queue: queueOf(read.data),
    concurrentCalls: read.data.LOCAL_SERVER_CONCURRENT_CALLS,
    apiKeys: new Map(keys as [string, string][]),
    health: healthOf(read.data),
  };
}

const NO_QUEUE =
  'REDIS_URL or QUEUE_DATABASE_URL: set one to the queue that the scheduling-cloud uses (REDIS_URL goes first)';

type Environment = z.infer<typeof environment>;

function queueOf({ REDIS_URL, QUEUE_DATABASE_URL }: Environment): QueueAddress {
  return REDIS_URL
    ? { backend: 'redis', url: REDIS_URL }
    : { backend: 'postgres', url: QUEUE_DATABASE_URL ?? '' };
}

function healthOf({ HOST, LOCAL_SERVER_HEALTH_PORT }: Environment): Settings['health'] {
  return LOCAL_SERVER_HEALTH_PORT === undefined
    ? undefined
    : { host: HOST, port: LOCAL_SERVER_HEALTH_PORT };
}

function faultsOf(result: z.ZodSafeParseResult<unknown>, name?: string): string[] {
  return (result.error?.issues ?? []).map(
    ({ path, message }) => `${name ?? path.join('.')}: ${message}`,
  );
}
