import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import type { CallReport, Failure, Judgement, ObservationsJob, QueryOutcome } from '#contracts';
import { epochLength, forgets, type TokenPrice } from '#bandit';
import { tellSpan } from '#operations';
import { Batcher, Queues, UnrecoverableError, type Working } from '#queue';
import { isRefusal, LearningStore, type ObservedCall, type ObservedOutcome } from '#storage';
import { BreakerBoard } from '../breakers/breaker-board.js';
import { learnt } from '../metrics/happenings.js';
import { Replica } from '../queries/replica.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { isCascade, type Task } from '../tasks/task.js';

const JOBS_AT_ONCE = 64;
const GATHER_MS = 20;

/**
 * Learns from observations: the outcomes of many jobs in one transaction. A job is done once its
 * outcomes are committed; one that fails, because PostgreSQL is away, comes again.
 */
@Injectable()
export class Learner implements OnApplicationBootstrap, OnModuleDestroy {
  private working: Working | undefined;
  private readonly logger = new Logger('Learner');
  private readonly batcher: Batcher<ObservationsJob, Error | undefined>;

  constructor(
    private readonly store: LearningStore,
    private readonly queues: Queues,
    private readonly replica: Replica,
    private readonly tasks: TaskRegistry,
    private readonly breakers: BreakerBoard,
  ) {
    this.batcher = new Batcher((jobs) => this.learn(jobs), {
      maxItems: JOBS_AT_ONCE,
      maxFlushes: 1,
      gatherMs: GATHER_MS,
    });
  }

  onApplicationBootstrap(): void {
    const process = async (job: ObservationsJob): Promise<void> => {
      const refused = await this.batcher.add(job);
      if (refused !== undefined) throw refused;
    };
    this.working = this.queues.workObservations(process, { concurrency: JOBS_AT_ONCE });
  }

  async onModuleDestroy(): Promise<void> {
    await this.working?.close();
  }

  /** A job that PostgreSQL refuses for what is in it must not hold up the others: it is set aside. */
  private async learn(jobs: readonly ObservationsJob[]): Promise<(Error | undefined)[]> {
    try {
      await this.learnTogether(jobs);
      return jobs.map(() => undefined);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const [job] = jobs;
      if (job !== undefined && jobs.length === 1) {
        const queries = job.outcomes.map(({ queryId }) => queryId).join(', ');
        this.logger.error(`outcomes that cannot be stored are set aside: ${queries}`, error);
        return [new UnrecoverableError(String(error))];
      }
      const apart: (Error | undefined)[] = [];
      for (const each of jobs) apart.push(...(await this.learn([each])));
      return apart;
    }
  }

  private async learnTogether(jobs: readonly ObservationsJob[]): Promise<void> {
    const outcomes = jobs.flatMap((job) => job.outcomes);
    const begun = Date.now();
    const counted = new Set(
      await this.store.learn(
        outcomes.map((outcome) => observedOutcome(outcome, this.termsOf(outcome.task))),
      ),
    );
    // Of several outcomes of a query the first counts.
    for (const { traceparent: parent } of outcomes) {
      if (parent !== undefined) tellSpan('learn', { kind: 'consumer', parent }, begun, Date.now());
    }
    learnt.tell(outcomes.filter(({ queryId }) => counted.delete(queryId)));
    this.tellWaiters(outcomes);
    for (const job of jobs) await this.breakers.hear(job);
  }

  /** Nothing is known of a task that is not understood any more, nor asked. */
  private termsOf(name: string): Terms {
    const task = this.tasks.known(name);
    if (task === undefined) return UNKNOWN;
    const { forgetting, successAtMicro, prices, failures, isDriven } = task;
    return {
      inTurn: isCascade(task),
      epochRounds: forgets(forgetting) ? epochLength(forgetting) : null,
      successAtMicro,
      driven: isDriven ? { turnMs: task.deadlineMs, waitMs: task.rewardWait.ms } : null,
      prices,
      failures,
    };
  }

  /** For those that missed the answer itself. */
  private tellWaiters(outcomes: readonly QueryOutcome[]): void {
    const byTopic = new Map<string, string[]>();
    for (const { replyTo, queryId } of outcomes) {
      if (replyTo === null) continue;
      const ids = byTopic.get(replyTo);
      if (ids) ids.push(queryId);
      else byTopic.set(replyTo, [queryId]);
    }
    for (const [topic, queryIds] of byTopic) {
      if (topic === this.replica.topic) this.replica.waiters.settled(queryIds);
      else this.queues.channel.publish(topic, { kind: 'settled', queryIds });
    }
  }
}

/** What a task's outcomes are learnt by. */
type Terms = Pick<ObservedOutcome, 'inTurn' | 'epochRounds' | 'successAtMicro' | 'driven'> &
  Pick<Task, 'prices' | 'failures'>;

const UNKNOWN: Terms = {
  inTurn: false,
  epochRounds: null,
  successAtMicro: null,
  driven: null,
  prices: new Map(),
  failures: 'ignore',
};

function observedOutcome(
  outcome: QueryOutcome,
  { prices, failures, ...terms }: Terms,
): ObservedOutcome {
  return {
    ...terms,
    turn: outcome.turn ?? 0,
    queryId: outcome.queryId,
    status: outcome.status,
    servedModel: outcome.servedModel,
    ...(outcome.vote && { vote: outcome.vote }),
    calls: outcome.calls.map((report) =>
      observedCall(report, prices.get(report.model) ?? null, failures),
    ),
    error: storableFailure(outcome.error),
    finishedAt: new Date(outcome.finishedAt),
  };
}

function observedCall(
  report: CallReport,
  price: TokenPrice | null,
  failures: Task['failures'],
): ObservedCall {
  // What was never asked, or given up by the client, tells nothing of the model.
  const counts =
    failures === 'observe' && report.attempts > 0 && report.error?.code !== 'cancelled';
  const score = report.status === 'failed' && counts ? 0 : report.score;
  return {
    model: report.model,
    status: report.status,
    answer: report.answer === null ? null : storable(report.answer),
    details: report.details,
    finishReason: report.finishReason,
    scoreMicro: score === null ? null : Math.round(score * 1e6),
    costNano: report.costNanoUsd,
    costIsBound: report.costIsBound,
    inputTokens: report.inputTokens,
    cachedInputTokens: report.cachedInputTokens,
    outputTokens: report.outputTokens,
    reasoningTokens: report.reasoningTokens,
    startedAt: new Date(report.startedAt),
    latencyMs: report.latencyMs,
    attempts: report.attempts,
    price,
    lostAttempts: report.lostAttempts,
    isFallback: report.isFallback,
    judgement: report.judgement ? storableJudgement(report.judgement) : null,
    error: storableFailure(report.error),
  };
}

function storableFailure(error: Failure | null): Failure | null {
  return error && { code: storable(error.code), message: storable(error.message) };
}

function storableJudgement(judgement: Judgement): Judgement {
  const { reason } = judgement;
  return { ...judgement, reason: reason === null ? null : storable(reason) };
}

/** Models and providers may say what PostgreSQL can't hold: NUL, and halves of surrogate pairs. */
function storable(text: string): string {
  return text.replaceAll('\0', '\uFFFD').toWellFormed();
}
