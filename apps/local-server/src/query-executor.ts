import type {
  AnswerChunk,
  CallReport,
  ExecutionQuery,
  ExecutionsJob,
  QueryOutcome,
} from '#contracts';
import type { AttemptLog } from './attempt-log.js';
import { CallRecord } from './call-record.js';
import type { Cancellations } from './cancellations.js';
import { endsCascade, executions } from './execution.js';
import type { Grader } from './grader.js';
import { worstOf, type ModelCaller } from './model-caller.js';
import { named } from './named.js';
import { outcomeOf } from './outcome.js';
import { promptsOf, type Prompt } from './prompts.js';
import { Round } from './round.js';

/** Executes a query as its task says: asks the models of its combination and judges the answers. */
export class QueryExecutor {
  constructor(
    private readonly caller: ModelCaller,
    private readonly grader: Grader,
    private readonly cancellations: Cancellations,
    private readonly publish: (topic: string, chunk: AnswerChunk) => void,
  ) {}

  /** @throws Error if the job does not hold the query's task or a model of its combination */
  execute(query: ExecutionQuery, job: ExecutionsJob, log: AttemptLog): Promise<QueryOutcome> {
    return this.cancellations.during(query.queryId, async (signal) => {
      const task = named(job.tasks, query.task, 'task');
      const round = new Round(query, task, log, signal, this.publish);
      const prompts = promptsOf(query, task, job.models);
      payLost(prompts, round);
      const { run, served } = executions[task.execution];
      const made = await run(
        prompts,
        (prompt, position) => this.ask(prompt, position, round),
        (call) => round.hasStreamed || endsCascade(call, task.successAt),
      );
      const calls = [...made, ...unasked(prompts, round)];
      const fallback = await this.fallback(calls, round, job);
      if (fallback) calls.push(fallback);
      return outcomeOf(query, calls, served(calls), Date.now(), signal.aborted);
    });
  }

  private async ask(prompt: Prompt, position: number, round: Round): Promise<CallReport | null> {
    round.asked.add(position);
    const call = await this.caller.call(prompt, position, round);
    return call && this.grader.graded(call, round.query, round.task);
  }

  /** Asks the task's fallback, where it has one and every call of the combination failed. */
  private async fallback(
    calls: readonly CallReport[],
    round: Round,
    job: ExecutionsJob,
  ): Promise<CallReport | null> {
    const { task, query, signal } = round;
    const { fallback } = task;
    if (fallback === undefined || query.combination.includes(fallback)) return null;
    if (signal.aborted || round.hasStreamed) return null;
    if (calls.some(({ status }) => status === 'succeeded')) return null;
    const spec = named(job.models, fallback, 'model');
    const prompt = { model: fallback, spec, messages: query.messages };
    const position = query.combination.length;
    const lost = round.lostAt(position);
    if (lost > 0) round.purse.spend(lost * worstOf(prompt, round));
    const call = await this.ask(prompt, position, round);
    return call && { ...call, isFallback: true };
  }
}

/** What earlier runs began is paid, by its worst case, before anything else is. */
function payLost(prompts: readonly Prompt[], round: Round): void {
  for (const [position, prompt] of prompts.entries()) {
    const lost = round.lostAt(position);
    if (lost > 0) round.purse.spend(lost * worstOf(prompt, round));
  }
}

/** Reports of the calls that earlier runs made and this one does not. */
function unasked(prompts: readonly Prompt[], round: Round): CallReport[] {
  return [...prompts.entries()].flatMap(([position, prompt]) => {
    const lost = round.lostAt(position);
    if (lost === 0 || round.asked.has(position)) return [];
    return [new CallRecord(prompt.model, lost, worstOf(prompt, round)).lost()];
  });
}
