/** Where the queues live: BullMQ's own PostgreSQL backend, or Redis. */
export interface QueueSettings {
  backend: 'postgres' | 'redis';
  /** `postgres://…` (without an `options` parameter, which BullMQ sets itself) or `redis://…`. */
  url: string;
  /** Told of lost connections and the like; the queues reconnect by themselves. */
  onError: (error: Error) => void;
}

/** The PostgreSQL schema that holds BullMQ's tables, and nothing of Purser's. */
export const QUEUE_SCHEMA = 'purser_queue';

export interface QueueTuning {
  /** Queries in one executions job, and about how many bytes. */
  packSize: number;
  packBytes: number;
  /** Admission flushes under way at once, and for how long the first query of one waits. */
  admission: { maxFlushes: number; gatherMs: number };
  /** Milliseconds between a local-server's flushes of observations. */
  observationsEveryMs: number;
}

/** Queries of a usual length never come near it; one may have 1 MiB of text. */
const PACK_BYTES = 4 * 1024 * 1024;

/** Jobs cost Postgres more than Redis, so it gets fewer and larger ones (measured). */
export const TUNING: Record<QueueSettings['backend'], QueueTuning> = {
  postgres: {
    packSize: 256,
    packBytes: PACK_BYTES,
    admission: { maxFlushes: 1, gatherMs: 5 },
    observationsEveryMs: 50,
  },
  redis: {
    packSize: 32,
    packBytes: PACK_BYTES,
    admission: { maxFlushes: 2, gatherMs: 0 },
    observationsEveryMs: 20,
  },
};
