import { Logger } from '@nestjs/common';
import type { ExecutionQuery, ExecutionsJob, QueryOutcome } from '#contracts';
import { brokenOutcome } from './outcome.js';
import { traced, traceparentHere } from '#operations';
import type { JobRun } from '#queue';
import { AttemptLog } from './attempt-log.js';
import type { QueryExecutor } from './query-executor.js';

/** Executes the queries of a job side by side. */
export class PackProcessor {
  private readonly logger = new Logger(PackProcessor.name);

  /** @param send resolves once the outcome is safe */
  constructor(
    private readonly executor: QueryExecutor,
    private readonly send: (outcome: QueryOutcome) => Promise<void>,
  ) {}

  /**
   * Resolves once the outcomes of all queries are safe. A query that fails has an outcome too, so
   * that it never makes its pack-mates run again; what an earlier run has reported is left alone.
   * @throws the first error of `send`, after all queries have ended
   */
  async process(job: ExecutionsJob, run: JobRun): Promise<void> {
    const log = new AttemptLog(job, run);
    const sent = await Promise.allSettled(
      job.queries.map(async (query) => {
        if (!log.isDone(query)) await this.send(await this.outcomeOf(query, job, log));
        log.done(query);
      }),
    );
    log.close();
    const lost = sent.find((each) => each.status === 'rejected');
    if (lost) throw lost.reason;
  }

  private async outcomeOf(
    query: ExecutionQuery,
    job: ExecutionsJob,
    log: AttemptLog,
  ): Promise<QueryOutcome> {
    try {
      return await traced(
        'execute query',
        {
          kind: 'consumer',
          parent: query.traceparent,
          attributes: { 'purser.task': query.task, 'purser.round_id': query.queryId },
        },
        async () => {
          const outcome = await this.executor.execute(query, job, log);
          const traceparent = traceparentHere();
          return traceparent === undefined ? outcome : { ...outcome, traceparent };
        },
      );
    } catch (error) {
      this.logger.error(`a query failed: ${String(error)}`, {
        round_id: query.queryId,
        task: query.task,
      });
      return brokenOutcome(query, error as Error, Date.now());
    }
  }
}
