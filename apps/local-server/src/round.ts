import type { AnswerChunk, ExecutionQuery, ExecutionsJob, TaskSpec } from '#contracts';
import type { AttemptLog } from './attempt-log.js';
import { ChunkStream } from './chunk-stream.js';
import { Purse } from './purse.js';

/**
 * One execution of a query: what its calls share. Its calls are known by their positions: those of
 * the combination, after them the fallback's, and after that one for the judging of each of these.
 */
export class Round {
  readonly purse: Purse;
  /** Positions whose model was asked in this run. */
  readonly asked = new Set<number>();
  private readonly streams = new Map<number, ChunkStream>();

  constructor(
    readonly query: ExecutionQuery,
    readonly task: TaskSpec,
    /** Of the combination, the task's fallback and its judge. */
    readonly models: ExecutionsJob['models'],
    private readonly log: AttemptLog,
    readonly signal: AbortSignal,
    private readonly publish: (topic: string, chunk: AnswerChunk) => void,
  ) {
    this.purse = new Purse(query.reservedNano);
  }

  /** Of the call that judges the answer of another one. */
  judgingPosition(position: number): number {
    return this.query.combination.length + 1 + position;
  }

  lostAt(position: number): number {
    return this.log.lostAt(this.query, position);
  }

  begin(position: number): Promise<void> {
    return this.log.begin(this.query, position);
  }

  /** Where the pieces of a call's answer go; undefined if nobody wants them as they are made. */
  streamAt(position: number, model: string): ChunkStream | undefined {
    const { replyTo, stream, queryId, combination } = this.query;
    if (replyTo === null || stream !== 'immediate') return undefined;
    if (position > combination.length) return undefined;
    const known = this.streams.get(position);
    if (known) return known;
    const opened = new ChunkStream({ queryId, position, model }, (chunk) =>
      this.publish(replyTo, chunk),
    );
    this.streams.set(position, opened);
    return opened;
  }

  /** Whether a piece of any answer is on its way to the client. */
  get hasStreamed(): boolean {
    return [...this.streams.values()].some(({ hasBegun }) => hasBegun);
  }
}
