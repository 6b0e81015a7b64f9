import pLimit from 'p-limit';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import type { AnswerChunk, BreakerReport, ExecutionNotes, ExecutionsJob } from '#contracts';
import { Evaluators } from '#evaluation';
import { LlmClient, type JsonPoster } from '#llm';
import { RateLimiter, type JobRun } from '#queue';
import { Allowances } from './allowances.js';
import { AttemptLog } from './attempt-log.js';
import { BREAKER, Breakers, type BreakerSettings } from './breakers.js';
import { Cancellations } from './cancellations.js';
import { Grader } from './grader.js';
import { Judge } from './judge.js';
import { ModelCaller } from './model-caller.js';
import { QueryExecutor } from './query-executor.js';

/** An executor of the real parts, with what it tells. */
export interface Workshop {
  executor: QueryExecutor;
  cancellations: Cancellations;
  breakers: BreakerReport[];
  chunks: AnswerChunk[];
}

export function workshop(
  poster: JsonPoster,
  { atOnce = 100, breaker = BREAKER }: { atOnce?: number; breaker?: BreakerSettings } = {},
): Workshop {
  const breakers: BreakerReport[] = [];
  const chunks: AnswerChunk[] = [];
  const cancellations = new Cancellations();
  const limiter = new RateLimiter(
    (window) => new RateLimiterMemory(window),
    (error) => {
      throw error;
    },
  );
  const caller = new ModelCaller(new LlmClient(poster), new Map(), {
    places: pLimit(atOnce),
    breakers: new Breakers((report) => breakers.push(report), breaker),
    allowances: new Allowances(limiter),
  });
  const executor = new QueryExecutor(
    caller,
    new Grader(new Evaluators(poster), new Judge(caller)),
    cancellations,
    (_topic, chunk) => chunks.push(chunk),
  );
  return { executor, cancellations, breakers, chunks };
}

/** A run of a job, with all that it notes. */
export interface NotedRun extends JobRun {
  noted: ExecutionNotes[];
}

/** A run after so many that ended with their worker's life, and what they had noted. */
export function run(earlierRuns = 0, notes: ExecutionNotes = { begun: {}, done: [] }): NotedRun {
  const noted: ExecutionNotes[] = [];
  return {
    earlierRuns,
    notes,
    noted,
    note: (changed) => {
      noted.push(changed);
      return Promise.resolve();
    },
  };
}

export function logOf(job: ExecutionsJob, of: JobRun = run()): AttemptLog {
  return new AttemptLog(job, of);
}
