import { isDeepStrictEqual } from 'node:util';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { areDue, kindReader, type VoteEstimates } from '#ensemble';
import { EstimateStore, type StoredEstimates } from '#storage';
import { TaskRegistry } from '../tasks/task-registry.js';
import { TaskSnapshots } from '../tasks/task-snapshots.js';
import type { Task } from '../tasks/task.js';
import { ballotOf, estimateTermsOf, type TaskEstimateTerms } from './estimate-terms.js';
import { makeEstimates } from './make-estimates.js';

const EVERY_MS = 5_000;
/** Estimates are made of so many votes, the latest that were judged. */
const JUDGED_VOTES = 2_000;

/** A version of a task's estimates, ready to be decided by. */
export interface KnownEstimates extends Omit<StoredEstimates, 'content'> {
  readonly estimates: VoteEstimates;
  readonly kindOf: (text: string) => number;
}

interface Held {
  readonly known: KnownEstimates;
  /** The task that it was last asked for, and whether it tells the same things apart. */
  asked?: { task: Task; fits: boolean };
}

/**
 * What judged votes teach by kind of query and by label, for the tasks that ask for it: the latest
 * version in the database, read anew now and then. Whichever replica finds that enough was learnt since
 * makes the next one; all decide by the same.
 */
@Injectable()
export class Estimates implements OnApplicationBootstrap {
  private readonly logger = new Logger('Estimates');
  private readonly held = new Map<string, Held>();
  private working = false;

  constructor(
    private readonly store: EstimateStore,
    private readonly tasks: TaskRegistry,
    private readonly snapshots: TaskSnapshots,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.refresh();
  }

  /** Undefined before the first version, and where the task tells other things apart by now. */
  of(task: Task): KnownEstimates | undefined {
    const held = this.held.get(task.name);
    if (held === undefined) return undefined;
    if (held.asked?.task !== task)
      held.asked = { task, fits: isDeepStrictEqual(held.known.terms, estimateTermsOf(task)) };
    return held.asked.fits ? held.known : undefined;
  }

  @Interval(EVERY_MS)
  async refresh(): Promise<void> {
    if (this.working) return;
    this.working = true;
    try {
      for (const task of this.tasks.all) {
        const terms = estimateTermsOf(task);
        if (terms === null) this.held.delete(task.name);
        else await this.keepUp(task, terms);
      }
    } catch (error) {
      this.logger.warn(`put off: ${String(error)}`);
    } finally {
      this.working = false;
    }
  }

  private async keepUp(task: Task, terms: TaskEstimateTerms): Promise<void> {
    await this.read(task.name);
    const last = this.held.get(task.name)?.known ?? null;
    const rewards = this.rewardsOf(task.name);
    if (!areDue(this.of(task)?.rewards ?? 0, rewards)) return;
    const votes = await this.store.judged(task.name, JUDGED_VOTES);
    if (votes.length === 0) return;
    const ballots = votes.map((vote) => ballotOf(vote, terms.labels));
    const { clusters, labels } = terms;
    const content = await makeEstimates({ ballots, terms: { clusters, labels: labels.length } });
    await this.store.keep(task.name, last, { terms, votes: votes.length, rewards, content });
    await this.read(task.name);
  }

  private async read(task: string): Promise<void> {
    const latest = await this.store.latest(task, this.held.get(task)?.known ?? null);
    if (latest === 'known') return;
    if (latest === 'none') {
      this.held.delete(task);
      return;
    }
    const { content, ...version } = latest;
    const estimates = content as VoteEstimates;
    this.held.set(task, { known: { ...version, estimates, kindOf: kindReader(estimates.kinds) } });
    this.logger.debug(`task ${task} decides by version ${version.version}`);
  }

  private rewardsOf(task: string): number {
    const arms = [...this.snapshots.of(task).statistics.values()];
    return arms.reduce((sum, arm) => sum + arm.rewards, 0);
  }
}
