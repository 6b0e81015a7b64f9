import type { ExecutionNotes, ExecutionQuery, ExecutionsJob } from '#contracts';
import { Batcher, type JobRun } from '#queue';
import { UpstreamError } from '#llm';

/** Milliseconds for which a query that is done waits to be noted with others. */
const NOTE_DONE_AFTER_MS = 250;

/**
 * The record of attempts that is kept with a job, so that a run which takes over from a dead worker
 * charges what that began, and asks nothing again that it has reported. Taking the job up implies
 * the first attempt of each query, at all positions where they are asked at once: those cost no
 * write. Every further attempt is noted before it starts, with those of its pack-mates.
 */
export class AttemptLog {
  private readonly notes: ExecutionNotes;
  private readonly notesBefore: ExecutionNotes;
  private readonly implied = new Set<string>();
  private readonly batcher: Batcher<undefined, undefined>;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly job: ExecutionsJob,
    private readonly run: JobRun,
  ) {
    this.notesBefore = run.notes;
    this.notes = structuredClone(run.notes);
    this.batcher = new Batcher(
      async (items) => {
        await this.run.note(structuredClone(this.notes));
        return items;
      },
      { maxItems: Number.MAX_SAFE_INTEGER, maxFlushes: 1, gatherMs: 0 },
    );
  }

  /** Whether an earlier run has reported the query's outcome. */
  isDone({ queryId }: ExecutionQuery): boolean {
    return this.notesBefore.done.includes(queryId);
  }

  /** The attempts at a position that earlier runs began, and whose end nobody knows. */
  lostAt(query: ExecutionQuery, position: number): number {
    const noted = this.notesBefore.begun[query.queryId]?.[position] ?? 0;
    return noted + (this.isImplied(query, position) ? this.run.earlierRuns : 0);
  }

  /**
   * Resolves once the record tells of another attempt.
   * @throws UpstreamError `not_recorded` if the record can't be written
   */
  async begin(query: ExecutionQuery, position: number): Promise<void> {
    const first = `${query.queryId}/${position}`;
    if (this.isImplied(query, position) && !this.implied.has(first)) {
      this.implied.add(first);
      return;
    }
    const begun = (this.notes.begun[query.queryId] ??= []);
    for (let each = 0; each <= position; each++) begun[each] ??= 0;
    begun[position] = (begun[position] ?? 0) + 1;
    try {
      await this.batcher.add(undefined);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      throw new UpstreamError('not_recorded', `an attempt could not be recorded: ${reason}`);
    }
  }

  /** The query's outcome is safe; the record tells so a little later, unless the whole job ends. */
  done({ queryId }: ExecutionQuery): void {
    this.notes.done.push(queryId);
    if (this.notes.done.length === this.job.queries.length) this.close();
    else {
      this.timer ??= setTimeout(() => {
        this.timer = undefined;
        // A note that fails costs no more than asking again what was answered.
        this.batcher.add(undefined).catch(() => undefined);
      }, NOTE_DONE_AFTER_MS);
    }
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private isImplied({ task, combination }: ExecutionQuery, position: number): boolean {
    if (position === 0) return true;
    const { execution, atOnce } = this.job.tasks[task] ?? {};
    const all = execution === 'parallel' || atOnce === true;
    return position < combination.length && all;
  }
}
