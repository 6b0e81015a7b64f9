import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import type { SelectPolicy } from '#context';
import { SubsetHistory, SubsetVersionStore, type PastRounds, type VersionPrices } from '#storage';
import { ApiError } from '../http/api-error.js';
import { offersOf } from '../tasks/offers.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { choosesSubsets, type Task } from '../tasks/task.js';
import { isWorse } from './comparison.js';
import { tokensUsed, trainingRound } from './past-rounds.js';
import { factorsSince, TaughtSubsets } from './taught-subsets.js';
import { trainInThread } from './train-in-thread.js';
import { TooLittleHistoryError, type Trained, type TrainingTerms } from './training.js';

type SelectTask = Task & { policy: SelectPolicy };

const LOOK_EVERY_MS = 1_000;
const RENEW_EVERY_MS = 3_000;
const MINUTE_MS = 60_000;
const CLAIM_WITHIN_MS = 2_000;
const CLAIM_EVERY_MS = 100;

/**
 * Learns versions from tasks' own histories, on a schedule and when asked to. One replica at a time
 * works on a task, in a thread of its own; where it dies, nothing was written, and another begins anew.
 */
@Injectable()
export class Trainer implements OnModuleDestroy {
  private readonly logger = new Logger('Subsets');
  private atWork: Promise<unknown> = Promise.resolve();
  private isLooking = false;
  private readonly stopping = new AbortController();

  constructor(
    private readonly store: SubsetVersionStore,
    private readonly history: SubsetHistory,
    private readonly tasks: TaskRegistry,
    private readonly taught: TaughtSubsets,
  ) {}

  @Interval(LOOK_EVERY_MS)
  async look(): Promise<void> {
    if (this.isLooking) return;
    this.isLooking = true;
    try {
      for (const task of this.tasks.all)
        if (choosesSubsets(task.policy)) await this.trainIfDue(task as SelectTask);
    } finally {
      this.isLooking = false;
    }
  }

  /**
   * Learns a version now.
   * @param by the key that asks for it
   * @returns its number
   * @throws {ApiError} 404, 409 for a task that learns no versions, is being trained, or has too short a history
   */
  async train(name: string, by: string | null): Promise<number> {
    const task = this.requireSelect(name);
    if (!(await this.claimed(name))) {
      throw new ApiError(
        409,
        'being_trained',
        `task ${name} is being trained already: try again, or see GET /admin/v1/tasks/${name}/versions`,
        'name',
      );
    }
    try {
      return await this.held(task, by);
    } catch (error) {
      if (!(error instanceof TooLittleHistoryError)) throw error;
      throw new ApiError(409, 'too_little_history', `task ${name}: ${error.message}`, 'name');
    }
  }

  /** @throws {ApiError} 404, and 409 for a task that learns no versions */
  requireSelect(name: string): SelectTask {
    const task = this.tasks.get(name);
    if (choosesSubsets(task.policy)) return task as SelectTask;
    throw new ApiError(
      409,
      'no_versions',
      `task ${name} has the policy ${task.policyName}, which learns no versions: that does policy: select`,
      'name',
    );
  }

  /** What is half learnt is dropped. */
  async onModuleDestroy(): Promise<void> {
    this.stopping.abort();
    await this.atWork.catch(() => undefined);
  }

  private async trainIfDue(task: SelectTask): Promise<void> {
    const everyMs = task.policy.settings.trainEveryMinutes * MINUTE_MS;
    try {
      if (this.stopping.signal.aborted || !(await this.store.claim(task.name, everyMs))) return;
      await this.trainIfMore(task);
    } catch (error) {
      this.logger.warn(`the training of task ${task.name} is put off: ${String(error)}`);
    }
  }

  private async trainIfMore(task: SelectTask): Promise<void> {
    const { lastQuery, problem } = await this.store.state(task.name);
    if (!(await this.history.hasMore(task.name, lastQuery))) {
      await this.store.release(task.name, problem);
      return;
    }
    await this.held(task, null).catch((error: unknown) => {
      if (!(error instanceof TooLittleHistoryError)) throw error;
      this.logger.debug(`task ${task.name}: ${error.message}`);
    });
  }

  /** Who only looks whether there is something to learn soon lets go. */
  private async claimed(name: string): Promise<boolean> {
    const end = Date.now() + CLAIM_WITHIN_MS;
    while (Date.now() < end) {
      if (await this.store.claim(name, 0)) return true;
      await delay(CLAIM_EVERY_MS);
    }
    return false;
  }

  /** Trains while it is held. */
  private async held(task: SelectTask, by: string | null): Promise<number> {
    const { name } = task;
    const renewing = setInterval(() => {
      this.store.hold(name).catch((error: unknown) => {
        this.logger.warn(`the training of task ${name} is not held: ${String(error)}`);
      });
    }, RENEW_EVERY_MS);
    let problem: string | null = null;
    try {
      const work = this.learn(task, by);
      this.atWork = work;
      return await work;
    } catch (error) {
      problem = (error as Error).message;
      throw error;
    } finally {
      clearInterval(renewing);
      await this.store.release(name, problem).catch(() => undefined);
    }
  }

  private async learn(task: SelectTask, by: string | null): Promise<number> {
    const { name, policy } = task;
    const { history, keptVersions } = policy.settings;
    const past = await this.history.read(name, history);
    const { terms, prices } = await this.termsOf(task, past);
    const learnt = await trainInThread(terms, this.stopping.signal);
    const version = await this.store.keep(
      name,
      {
        ...{ keyId: by, prices, generation: past.generation },
        ...verdictOf(learnt),
        queries: past.rounds.length,
        lastQuery: past.rounds.at(-1)?.id ?? '',
      },
      keptVersions,
    );
    await this.taught.hear(name);
    return version;
  }

  private async termsOf(
    task: SelectTask,
    { rounds }: PastRounds,
  ): Promise<{ terms: TrainingTerms; prices: VersionPrices }> {
    const { name, rewardModel, labels, size, rules, budgetNano, policy } = task;
    const { settings } = policy;
    const active = await this.store.active(name);
    const tokens = tokensUsed(rounds);
    const sums = [...tokens.values()];
    const calls = sums.reduce((sum, one) => sum + one.calls, 0);
    const input = sums.reduce((sum, one) => sum + one.inputTokens, 0);
    const terms: TrainingTerms = {
      ...{ size, rules, budgetNano, settings },
      offers: offersOf(task, calls === 0 ? 0 : Math.round(input / calls), tokens),
      rewardModel: rewardModel === 'vote' ? 'vote' : 'any-win',
      labels: labels?.length ?? null,
      successAt: task.execution.successAt,
      rounds: rounds.map((past) => trainingRound(past, task, settings.rewardPerSecond)),
      incumbent: active && {
        content: active.content,
        priceFactors: factorsSince(active.prices, task.prices),
      },
    };
    const prices = Object.fromEntries(
      [...tokens].flatMap(([model, used]) => {
        const price = task.prices.get(model);
        return price === undefined ? [] : [[model, { price, tokens: used }]];
      }),
    );
    return { terms, prices };
  }
}

function verdictOf({ content, models, figures }: Trained) {
  const { comparison } = figures;
  const status = comparison !== null && isWorse(comparison) ? 'rolled-back' : 'taken';
  return { content, models, figures: { ...figures }, status } as const;
}
