export { UnrecoverableError } from 'bullmq';
export { Batcher, type BatcherSettings } from './batcher.js';
export type { Channel } from './channel.js';
export { PostgresListener } from './postgres-listener.js';
export { migrateQueue, WORKER_ROLE } from './queue-schema.js';
export { Queues, type JobRun, type Working, type WorkOptions } from './queues.js';
export { RateLimiter } from './rate-limiter.js';
export { sparingLog } from './sparing-log.js';
export { QUEUE_SCHEMA, type QueueSettings, type QueueTuning } from './settings.js';
