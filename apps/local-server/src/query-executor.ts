import type {
  AnswerChunk,
  CallReport,
  ExecutionQuery,
  ExecutionsJob,
  QueryOutcome,
  TaskSpec,
} from '#contracts';
import type { AttemptLog } from './attempt-log.js';
import { CallRecord } from './call-record.js';
import type { Cancellations } from './cancellations.js';
import { atOnce, endsCascade, executions, type Execution } from './execution.js';
import type { Grader } from './grader.js';
import { lostJudgingNano, withLostJudging, type Seat } from './judge.js';
import type { ModelCaller } from './model-caller.js';
import { named } from './named.js';
import { outcomeOf } from './outcome.js';
import { fallbackPromptOf, promptsOf, type Prompt } from './prompts.js';
import { Round } from './round.js';
import { votingOf, type Voting } from './voting.js';

/** Executes a query as its task says: asks the models of its combination and judges the answers. */
export class QueryExecutor {
  constructor(
    private readonly caller: ModelCaller,
    private readonly grader: Grader,
    private readonly cancellations: Cancellations,
    private readonly publish: (topic: string, chunk: AnswerChunk) => void,
  ) {}

  /** @throws Error if the job does not hold the query's task or a model that it names */
  execute(query: ExecutionQuery, job: ExecutionsJob, log: AttemptLog): Promise<QueryOutcome> {
    const { queryId, turn = 0 } = query;
    return this.cancellations.during({ queryId, turn }, async (signal) => {
      const task = named(job.tasks, query.task, 'task');
      const round = new Round(query, task, job.models, log, signal, this.publish);
      const prompts = promptsOf(query, task, job.models);
      const fallback = fallbackPromptOf(query, task, job.models);
      const seats = [...prompts, ...(fallback ? [fallback] : [])].map((prompt, position): Seat => ({
        prompt,
        position,
        round,
      }));
      for (const seat of seats) round.purse.spend(lostNano(seat));
      const voting = task.execution === 'vote' ? votingOf(query, task) : null;
      const { run, served } = executionOf(task, voting);
      const made = await run(
        prompts,
        (prompt, position) => this.ask({ prompt, position, round }),
        (call) => round.hasStreamed || endsCascade(call, task.successAt),
      );
      const last = fallback && (await this.fallback(made, fallback, round));
      const calls = [...made, ...lostCalls(seats), ...(last ? [last] : [])];
      const outcome = outcomeOf(query, calls, served(calls), Date.now(), signal.aborted);
      const vote = voting?.report(calls);
      return vote ? { ...outcome, vote } : outcome;
    });
  }

  private async ask(seat: Seat): Promise<CallReport | null> {
    const { prompt, position, round } = seat;
    round.asked.add(position);
    const call = await this.caller.call(prompt, position, round);
    return call && this.grader.graded(call, seat);
  }

  /** Asks the task's fallback if every call of the combination failed. */
  private async fallback(
    calls: readonly CallReport[],
    prompt: Prompt,
    round: Round,
  ): Promise<CallReport | null> {
    if (round.signal.aborted || round.hasStreamed) return null;
    if (calls.some(({ status }) => status === 'succeeded')) return null;
    const call = await this.ask({ prompt, position: round.query.combination.length, round });
    return call && { ...call, isFallback: true };
  }
}

function executionOf({ execution, atOnce: isAtOnce }: TaskSpec, voting: Voting | null): Execution {
  const inTurn = voting ?? (execution === 'cascade' ? executions.cascade : executions.parallel);
  return isAtOnce === true ? atOnce(inTurn) : inTurn;
}

/** What earlier runs began, at worst: it is paid before anything else is. */
function lostNano(seat: Seat): number {
  const { prompt, position, round } = seat;
  return round.lostAt(position) * prompt.worstNano + lostJudgingNano(seat);
}

/** Reports of the calls that earlier runs made and this one does not. */
function lostCalls(seats: readonly Seat[]): CallReport[] {
  return seats.flatMap((seat) => {
    const { prompt, position, round } = seat;
    const lost = round.lostAt(position);
    if (lost === 0 || round.asked.has(position)) return [];
    const call = new CallRecord(prompt.model, lost, prompt.worstNano).lost();
    const isFallback = position === round.query.combination.length;
    return [withLostJudging({ ...call, isFallback }, seat)];
  });
}
