import { randomUUID } from 'node:crypto';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { ExecutionQuery } from '#contracts';
import { traceparentHere } from '#operations';
import { Batcher, bytesOf, Queues } from '#queue';
import { AdmissionStore, type Admission, type EarlierQuery } from '#storage';
import { unavailable } from '../http/api-error.js';
import { CapBoard } from '../money/cap-board.js';
import { admitted } from '../metrics/happenings.js';
import { leastLeft, roomsOf, type Room } from '../money/room.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { TaskSnapshots } from '../tasks/task-snapshots.js';
import { executionsJobOf } from './executions.js';
import type { Explanation } from '../rounds/round-view.js';
import { limitOf, withoutWishes } from './wishes.js';

/** A query with its decision, before a job and windows of caps are found for it. */
export interface Candidate extends Omit<Admission, 'pack' | 'windowIds'> {
  /** The channel's topic of the replica that waits for the answer. */
  replyTo: string | null;
  stream: ExecutionQuery['stream'];
  round: Admission['round'] & { explanation: Explanation };
  /** Of the request that it came with, where tracing is on. */
  traceparent?: string;
}

/** What became of an attempt to admit a query. */
export type Verdict =
  /** With what its caps have left, in nano-dollars; undefined where it has none. */
  | { kind: 'admitted'; remainingNano: number | undefined }
  /** Its idempotency key was used before, for this query. */
  | { kind: 'earlier'; query: EarlierQuery }
  /** Its caps, of which one has no room now. None: a window was gone, and is there the next time. */
  | { kind: 'blocked'; rooms: readonly Room[] };

/**
 * Group commit: all queries that arrived together are written in one statement and leave in as few
 * jobs. A query is acknowledged once it is committed; should its job get lost on the way to the
 * queue, the sweeper sends it again.
 */
@Injectable()
export class Admissions implements OnApplicationShutdown {
  private readonly logger = new Logger('Admissions');
  private readonly batcher: Batcher<Candidate, Verdict>;

  constructor(
    private readonly store: AdmissionStore,
    private readonly queues: Queues,
    private readonly tasks: TaskRegistry,
    private readonly snapshots: TaskSnapshots,
    private readonly caps: CapBoard,
  ) {
    const { packSize, packBytes, admission } = queues.tuning;
    this.batcher = new Batcher((candidates) => this.flush(candidates), {
      maxItems: packSize,
      bytes: { max: packBytes, of: textOf },
      ...admission,
    });
  }

  /** @throws {ApiError} 503 if PostgreSQL cannot be reached; then the query is not acknowledged */
  async admit(candidate: Candidate): Promise<Verdict> {
    const { task, round } = candidate;
    this.snapshots.open(task, round.expectedCostNano);
    try {
      const traceparent = traceparentHere();
      return await this.batcher.add(traceparent ? { ...candidate, traceparent } : candidate);
    } catch (error) {
      throw unavailable(error);
    } finally {
      this.snapshots.close(task, round.expectedCostNano);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    await this.batcher.idle();
  }

  private async flush(candidates: Candidate[]): Promise<Verdict[]> {
    const pack = randomUUID();
    const now = new Date();
    const windows = await Promise.all(candidates.map((each) => this.caps.windowsOf(each, now)));
    const result = await this.store.admit(
      candidates.map(
        ({ replyTo: _replyTo, stream: _stream, traceparent: _trace, ...candidate }, place) => ({
          ...candidate,
          windowIds: (windows[place] ?? []).map(({ id }) => id),
          pack,
        }),
      ),
    );
    for (const booked of result.booked) this.snapshots.commit(booked);
    const taken = candidates.filter(({ id }) => result.admitted.has(id));
    const capped = new Set(candidates.filter((_, place) => windows[place]?.length));
    const executions = taken.map((each) => executionOf(each, capped.has(each)));
    if (executions.length > 0) this.send(pack, executions);
    admitted.tell(taken);
    for (const window of windows.flat()) {
      if (!result.windows.has(window.id)) this.caps.forget(window);
    }
    return candidates.map(({ id }, place) => {
      const rooms = roomsOf(windows[place] ?? [], result.windows);
      if (result.admitted.has(id)) return { kind: 'admitted', remainingNano: leastLeft(rooms) };
      const earlier = result.earlier.get(id);
      return earlier ? { kind: 'earlier', query: earlier } : { kind: 'blocked', rooms };
    });
  }

  /** In the background: the queries are safe by now. */
  private send(pack: string, queries: ExecutionQuery[]): void {
    const job = executionsJobOf(queries, (name) => this.tasks.known(name));
    this.queues.sendExecutions(pack, job).catch((error: unknown) => {
      this.logger.warn(`${queries.length} queries wait for the sweeper: ${String(error)}`);
    });
  }
}

/** About how many bytes of a query its client sent: all else is small. */
function textOf({ messages, options, reference, metadata }: Candidate): number {
  return bytesOf([messages, options, reference, metadata]);
}

function executionOf(candidate: Candidate, isCapped: boolean): ExecutionQuery {
  const { vote } = candidate.round.explanation;
  return {
    queryId: candidate.id,
    task: candidate.task,
    messages: candidate.messages as ExecutionQuery['messages'],
    options: candidate.options as ExecutionQuery['options'],
    reference: candidate.reference,
    metadata: withoutWishes(candidate.metadata),
    combination: [...candidate.round.combination],
    deadlineAt: candidate.deadlineAt.getTime(),
    replyTo: candidate.replyTo,
    stream: candidate.stream,
    reservedNano: limitOf({ ...candidate, isCapped }),
    ...(vote && { vote }),
    ...(candidate.traceparent && { traceparent: candidate.traceparent }),
  };
}
