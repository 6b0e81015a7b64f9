import {
  Queue,
  Worker,
  createPostgresBackend,
  withBackend,
  type Job,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRedis } from 'rate-limiter-flexible';
import type { Channel } from './channel.js';
import { PostgresChannel } from './postgres-channel.js';
import { RATE_LIMITS_TABLE } from './queue-schema.js';
import type { LimiterFactory } from './rate-limiter.js';
import { RedisChannel } from './redis-channel.js';
import { QUEUE_SCHEMA, type QueueSettings } from './settings.js';

type Process = (job: Job) => Promise<void>;

/** How queues and workers come to be on one of the backends. */
export interface Connections {
  channel: Channel;
  queue(name: string): Queue;
  worker(name: string, process: Process, options: Omit<WorkerOptions, 'connection'>): Worker;
  limiter: LimiterFactory;
  close(): Promise<void>;
}

export function connectionsOn(settings: QueueSettings): Connections {
  return settings.backend === 'redis' ? onRedis(settings) : onPostgres(settings);
}

function onRedis({ url, onError }: QueueSettings): Connections {
  // Adding a job must fail, not wait, while Redis is away: the sweeper sends it later.
  const producer = new Redis(url, { enableOfflineQueue: false, maxRetriesPerRequest: 1 });
  producer.on('error', onError);
  const prefix = QUEUE_SCHEMA;
  return {
    channel: new RedisChannel(url, onError),
    queue: (name) => watched(new Queue(name, { connection: producer, prefix }), onError),
    worker: (name, process, options) => {
      const connection = new Redis(url, { maxRetriesPerRequest: null });
      connection.on('error', onError);
      const worker = new Worker(name, process, { ...options, connection, prefix });
      worker.on('closed', () => connection.disconnect());
      return worker;
    },
    limiter: ({ points, duration }) =>
      new RateLimiterRedis({
        storeClient: producer,
        keyPrefix: `${prefix}:rate:${duration}`,
        points,
        duration,
      }),
    close: () => {
      producer.disconnect();
      return Promise.resolve();
    },
  };
}

function onPostgres({ url, onError }: QueueSettings): Connections {
  const classes = withBackend(createPostgresBackend);
  const connection = { connectionString: url, schema: QUEUE_SCHEMA };
  const pool = new Pool({ connectionString: url, max: 2 });
  pool.on('error', onError);
  return {
    channel: new PostgresChannel(url, onError),
    queue: (name) => watched(new classes.Queue(name, { connection }) as unknown as Queue, onError),
    worker: (name, process, options) =>
      new classes.Worker(name, process, { ...options, connection }) as unknown as Worker,
    limiter: ({ points, duration }) =>
      new RateLimiterPostgres({
        storeClient: pool,
        storeType: 'pool',
        schemaName: QUEUE_SCHEMA,
        tableName: RATE_LIMITS_TABLE,
        tableCreated: true,
        keyPrefix: `rate:${duration}`,
        points,
        duration,
      }),
    close: () => pool.end(),
  };
}

function watched(queue: Queue, onError: (error: Error) => void): Queue {
  queue.on('error', onError);
  return queue;
}
