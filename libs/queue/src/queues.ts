import { randomUUID } from 'node:crypto';
import {
  Queue,
  UnrecoverableError,
  Worker,
  createPostgresBackend,
  withBackend,
  type JobsOptions,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import pLimit from 'p-limit';
import {
  executionsJob,
  observationsJob,
  type ExecutionsJob,
  type ObservationsJob,
} from '#contracts';
import type { ZodType } from 'zod';
import type { Channel } from './channel.js';
import { PostgresChannel } from './postgres-channel.js';
import { RedisChannel } from './redis-channel.js';
import { QUEUE_SCHEMA, TUNING, type QueueSettings, type QueueTuning } from './settings.js';

/** A worker that takes jobs until it is closed; closing waits for the jobs under way. */
export interface Working {
  close(): Promise<void>;
}

export interface WorkOptions {
  /** Jobs in progress at once. */
  concurrency: number;
}

const EXECUTIONS = 'executions';
const OBSERVATIONS = 'observations';

/** A killed worker's jobs are taken up by another within lock and check: some five seconds. */
const TAKEOVER = { lockDuration: 5_000, stalledInterval: 2_000, maxStalledCount: 50 } as const;

/** A job that is done is gone; the sweeper relies on it. */
const EXECUTIONS_JOB: JobsOptions = { removeOnComplete: true, removeOnFail: true };

/** Observations are paid for: they are tried until they are learnt. */
const OBSERVATIONS_JOB: JobsOptions = {
  removeOnComplete: true,
  removeOnFail: { count: 1_000 },
  attempts: 1_000_000,
  backoff: { type: 'fixed', delay: 1_000 },
};

/** Of each state, oldest first: more than a few replicas have in hand at once. */
const OLDEST_JOBS = 500;
const LOOKS_AT_ONCE = 16;

/** BullMQ behind typed verbs: what the processes send to each other, and nothing else of it. */
export class Queues {
  readonly tuning: QueueTuning;
  readonly channel: Channel;
  private readonly executions: Queue;
  private readonly observations: Queue;

  private constructor(
    private readonly settings: QueueSettings,
    private readonly connections: Connections,
  ) {
    this.tuning = TUNING[settings.backend];
    this.channel = connections.channel;
    this.executions = connections.queue(EXECUTIONS);
    this.observations = connections.queue(OBSERVATIONS);
  }

  /** @throws if the queue's server cannot be reached, or its schema has not been migrated */
  static async open(settings: QueueSettings): Promise<Queues> {
    const connections = settings.backend === 'redis' ? onRedis(settings) : onPostgres(settings);
    const queues = new Queues(settings, connections);
    await Promise.all([queues.executions.waitUntilReady(), queues.observations.waitUntilReady()]);
    return queues;
  }

  /** @param id names the job: adding it again while it is there changes nothing */
  async sendExecutions(id: string, job: ExecutionsJob): Promise<void> {
    await this.executions.add(EXECUTIONS, job, { ...EXECUTIONS_JOB, jobId: id });
  }

  async sendObservations(job: ObservationsJob): Promise<void> {
    // With an id of its own: for one without, BullMQ creates a sequence, which a local-server's role may not.
    await this.observations.add(OBSERVATIONS, job, { ...OBSERVATIONS_JOB, jobId: randomUUID() });
  }

  workExecutions(process: (job: ExecutionsJob) => Promise<void>, options: WorkOptions): Working {
    return this.work(EXECUTIONS, executionsJob, process, options);
  }

  workObservations(
    process: (job: ObservationsJob) => Promise<void>,
    options: WorkOptions,
  ): Working {
    return this.work(OBSERVATIONS, observationsJob, process, options);
  }

  /** Of the executions jobs named, those that still wait or run. */
  async liveExecutions(ids: readonly string[]): Promise<Set<string>> {
    const states = await pLimit(LOOKS_AT_ONCE).map(ids, (id) => this.executions.getJobState(id));
    return new Set(ids.filter((_, index) => states[index] !== 'unknown'));
  }

  /** When the oldest observations job was sent that is not learnt yet, in milliseconds since the epoch. */
  async oldestUnlearnt(): Promise<number | undefined> {
    const jobs: { timestamp: number }[] = [];
    // In the order in which jobs move, and round again, so that none slips by between two looks.
    for (const state of ['delayed', 'waiting', 'active', 'delayed'] as const) {
      jobs.push(...(await this.observations.getJobs(state, 0, OLDEST_JOBS, true)));
    }
    const times = jobs.map((job) => job.timestamp);
    return times.length === 0 ? undefined : Math.min(...times);
  }

  /** @throws if the queue's server does not answer */
  async ping(): Promise<void> {
    await this.executions.getJobCounts('waiting');
  }

  async close(): Promise<void> {
    await Promise.all([this.executions.close(), this.observations.close()]);
    await this.channel.close();
    this.connections.close();
  }

  private work<Message>(
    name: string,
    schema: ZodType<Message>,
    process: (message: Message) => Promise<void>,
    { concurrency }: WorkOptions,
  ): Working {
    const worker = this.connections.worker(
      name,
      async (job: { data: unknown }) => {
        const parsed = schema.safeParse(job.data);
        if (!parsed.success) throw new UnrecoverableError(parsed.error.message);
        await process(parsed.data);
      },
      { concurrency, ...TAKEOVER },
    );
    worker.on('error', this.settings.onError);
    worker.on('failed', (_job, error) => this.settings.onError(error));
    return { close: () => worker.close() };
  }
}

type Process = (job: { data: unknown }) => Promise<void>;

/** How queues and workers come to be on one of the backends. */
interface Connections {
  channel: Channel;
  queue(name: string): Queue;
  worker(name: string, process: Process, options: Omit<WorkerOptions, 'connection'>): Worker;
  close(): void;
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
    close: () => producer.disconnect(),
  };
}

function onPostgres({ url, onError }: QueueSettings): Connections {
  const classes = withBackend(createPostgresBackend);
  const connection = { connectionString: url, schema: QUEUE_SCHEMA };
  return {
    channel: new PostgresChannel(url, onError),
    queue: (name) => watched(new classes.Queue(name, { connection }) as unknown as Queue, onError),
    worker: (name, process, options) =>
      new classes.Worker(name, process, { ...options, connection }) as unknown as Worker,
    close: () => undefined,
  };
}

function watched(queue: Queue, onError: (error: Error) => void): Queue {
  queue.on('error', onError);
  return queue;
}
