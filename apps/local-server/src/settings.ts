import { z } from 'zod';
import { readEnvironment } from '#config';
import { apiKeyEnv } from '#contracts';
import { operationsEnvironment, type OperationsEnvironment } from '#operations';

export interface Settings {
  /** Where the queue is. */
  queue: { backend: 'redis' | 'postgres'; url: string };
  /** Calls to LLMs under way at once in this process. */
  concurrentCalls: number;
  /** Queries of so many bytes may be in this process's hands; the others stay in the queue. */
  heldBytes: number;
  /** Providers' keys by the name of their environment variable. */
  apiKeys: ReadonlyMap<string, string>;
  /** Where `GET /health` and `GET /metrics` are answered; nowhere if undefined. */
  health: { host: string; port: number; metricsToken: string | undefined } | undefined;
  log: Pick<OperationsEnvironment, 'LOG_LEVEL' | 'LOG_FORMAT'>;
  /** The OTLP endpoint that spans are sent to; undefined: none are made. */
  tracesTo: string | undefined;
  /** How long calls under way may take to end; the queue gives what is left to another worker. */
  shutdownSeconds: number;
}

const environment = z
  .object({
    REDIS_URL: z
      .url({ protocol: /^rediss?$/, error: 'must be redis://… or rediss://…' })
      .optional(),
    QUEUE_DATABASE_URL: z
      .url({ protocol: /^postgres(ql)?$/, error: 'must be postgres://…' })
      .optional(),
    LOCAL_SERVER_CONCURRENT_CALLS: z.coerce.number().int().min(1).max(100_000).default(512),
    LOCAL_SERVER_HELD_MIB: z.coerce.number().int().min(1).max(65_536).default(64),
    HOST: z.string().default('127.0.0.1'),
    LOCAL_SERVER_HEALTH_PORT: z.coerce.number().int().min(1).max(65_535).optional(),
    ...operationsEnvironment,
  })
  .refine((read) => read.REDIS_URL ?? read.QUEUE_DATABASE_URL, {
    path: ['REDIS_URL'],
    error:
      'is missing, and so is QUEUE_DATABASE_URL: set one to the queue that the scheduling-cloud uses',
    when: () => true,
  });

type Variables = Readonly<Record<string, string | undefined>>;

/**
 * The settings that the environment gives; a variable that is empty is not set.
 * @throws ConfigError that lists every fault, and no value
 */
export function settingsFrom(env: Variables): Settings {
  const read = readEnvironment(environment, env);
  const { LOCAL_SERVER_HEALTH_PORT: port } = read;
  return {
    queue: queueOf(read),
    concurrentCalls: read.LOCAL_SERVER_CONCURRENT_CALLS,
    heldBytes: read.LOCAL_SERVER_HELD_MIB * 1024 * 1024,
    apiKeys: apiKeysIn(env),
    health:
      port === undefined ? undefined : { host: read.HOST, port, metricsToken: read.METRICS_TOKEN },
    log: read,
    tracesTo: read.OTEL_EXPORTER_OTLP_ENDPOINT,
    shutdownSeconds: read.SHUTDOWN_SECONDS,
  };
}

function apiKeysIn(env: Variables): Map<string, string> {
  const keys = Object.entries(env).filter(([name]) => apiKeyEnv.safeParse(name).success);
  return new Map(keys.map(([name, key]) => [name, key?.trim() ?? '']));
}

/** REDIS_URL goes first, as in the scheduling-cloud. */
function queueOf(read: z.infer<typeof environment>): Settings['queue'] {
  return read.REDIS_URL === undefined
    ? { backend: 'postgres', url: read.QUEUE_DATABASE_URL ?? '' }
    : { backend: 'redis', url: read.REDIS_URL };
}
