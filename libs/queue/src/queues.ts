import { randomUUID } from 'node:crypto';
import { UnrecoverableError, type Job, type JobsOptions, type Queue } from 'bullmq';
import pLimit from 'p-limit';
import {
  executionNotes,
  executionsJob,
  observationsJob,
  type ExecutionNotes,
  type ExecutionsJob,
  type ObservationsJob,
} from '#contracts';
import type { ZodType } from 'zod';
import type { Channel } from './channel.js';
import { connectionsOn, type Connections } from './connections.js';
import { HeldJobs } from './held-jobs.js';
import { RateLimiter } from './rate-limiter.js';
import { TUNING, type QueueSettings, type QueueTuning } from './settings.js';

/** A worker that takes jobs until it is closed; closing waits for the jobs under way. */
export interface Working {
  close(): Promise<void>;
}

/** One run of a job, of which a killed worker leaves several. */
export interface JobRun {
  /** How often a worker took the job up before and did not end it. */
  earlierRuns: number;
  /** What the earlier runs noted. */
  notes: ExecutionNotes;
  /** Resolves once the notes are kept with the job, in place of those before. */
  note(notes: ExecutionNotes): Promise<void>;
}

export interface WorkOptions {
  /** Jobs in progress at once. */
  concurrency: number;
  /** With jobs of so many bytes in hand no further one is taken. */
  maxBytes?: number;
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
  readonly rateLimiter: RateLimiter;
  private readonly executions: Queue;
  private readonly observations: Queue;

  private constructor(
    private readonly settings: QueueSettings,
    private readonly connections: Connections,
  ) {
    this.tuning = TUNING[settings.backend];
    this.channel = connections.channel;
    this.rateLimiter = new RateLimiter((window) => connections.limiter(window), settings.onError);
    this.executions = connections.queue(EXECUTIONS);
    this.observations = connections.queue(OBSERVATIONS);
  }

  /** @throws if the queue's server cannot be reached, or its schema has not been migrated */
  static async open(settings: QueueSettings): Promise<Queues> {
    const connections = connectionsOn(settings);
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

  /** @param process is also told of the job's earlier runs, which ended with their worker's life */
  workExecutions(
    process: (job: ExecutionsJob, run: JobRun) => Promise<void>,
    options: WorkOptions,
  ): Working {
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

  /** How many jobs there are, by queue and state. */
  async depths(): Promise<{ queue: string; state: string; jobs: number }[]> {
    const counts = await pLimit(2).map([this.executions, this.observations], async (queue) => {
      const byState = await queue.getJobCounts('waiting', 'active', 'delayed', 'failed');
      return Object.entries(byState).map(([state, jobs]) => ({ queue: queue.name, state, jobs }));
    });
    return counts.flat();
  }

  /** @throws if the queue's server does not answer */
  async ping(): Promise<void> {
    await this.executions.getJobCounts('waiting');
  }

  async close(): Promise<void> {
    await Promise.all([this.executions.close(), this.observations.close()]);
    await this.channel.close();
    await this.connections.close();
  }

  private work<Message>(
    name: string,
    schema: ZodType<Message>,
    process: (message: Message, run: JobRun) => Promise<void>,
    { concurrency, maxBytes = Infinity }: WorkOptions,
  ): Working {
    const worker = this.connections.worker(
      name,
      async (job) => {
        try {
          const parsed = schema.safeParse(job.data);
          if (!parsed.success) throw new UnrecoverableError(parsed.error.message);
          await process(parsed.data, runOf(job));
        } finally {
          held.release(job);
        }
      },
      { concurrency, ...TAKEOVER },
    );
    const held = new HeldJobs(worker, maxBytes);
    worker.on('error', this.settings.onError);
    worker.on('failed', (_job, error) => this.settings.onError(error));
    return { close: () => worker.close() };
  }
}

/** BullMQ counts a job's starts as it hands it out; notes are kept as the job's progress. */
function runOf(job: Job): JobRun {
  const notes = executionNotes.safeParse(job.progress);
  return {
    earlierRuns: Math.max(0, job.attemptsStarted - 1),
    notes: notes.success ? notes.data : { begun: {}, done: [] },
    note: (changed) => job.updateProgress(changed),
  };
}
