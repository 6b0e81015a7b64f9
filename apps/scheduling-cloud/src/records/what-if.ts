import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { RulesError, SettingsError, statisticsLearner, type Learner } from '#bandit';
import { contextual } from '#context';
import {
  estimateFromLog,
  UnaffordableError,
  type RoundOfLog,
  type RoundsLog,
  type ScoredRewardModel,
} from '#replay';
import { RoundLogReader } from '#storage';
import { ApiError } from '../http/api-error.js';
import { inSlices } from '../learning/in-slices.js';
import { RegistryChanges } from '../registry/registry-changes.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { TaskSnapshots } from '../tasks/task-snapshots.js';
import { choosesSubsets, isContextual, type Task } from '../tasks/task.js';
import { headOf, lineOf } from './round-line.js';
import { viewOfEstimate, type WhatIfRequest, type WhatIfView } from './what-if-view.js';

interface ReadLog extends RoundsLog {
  rounds: RoundOfLog[];
  unrewarded: number;
}

const LEAST_ROUNDS = 2;

/** What another budget, or another policy, would have earned and spent on a task's queries. */
@Injectable()
export class WhatIf {
  private readonly oneAtATime = pLimit(1);

  constructor(
    private readonly reader: RoundLogReader,
    private readonly changes: RegistryChanges,
    private readonly tasks: TaskRegistry,
    private readonly snapshots: TaskSnapshots,
  ) {}

  /** @throws {ApiError} 404, 400 for a change or a budget that can't be, 409 for too short a log */
  async of(name: string, request: WhatIfRequest): Promise<WhatIfView> {
    this.tasks.get(name);
    const task = await this.changes.preview(name, request.change ?? {});
    return this.oneAtATime(() => this.estimate(task, request));
  }

  private async estimate(
    task: Task,
    { budgets_usd: budgets, last }: WhatIfRequest,
  ): Promise<WhatIfView> {
    const { unrewarded, ...log } = await this.read(task, last);
    if (log.rounds.length < LEAST_ROUNDS) throw tooFew(task, log.rounds.length);
    const estimates: WhatIfView['estimates'] = [];
    for (const usd of budgets) {
      const steps = estimateFromLog(log, () => learnerOf(task), usd * 1e9);
      estimates.push(viewOfEstimate(usd, await inSlices(steps).catch(refuse)));
    }
    return { task: task.name, rounds: log.rounds.length, unrewarded, estimates };
  }

  private async read(task: Task, last: number): Promise<ReadLog> {
    const { name } = task;
    const withTexts = isContextual(task.policy);
    const head = headOf(task, this.tasks.known(name), this.snapshots.of(name));
    const terms = { ...head, rewardModel: scored(task) };
    const log: ReadLog = { terms, rounds: [], unrewarded: 0 };
    const since = await this.reader.firstOfLatest(name, last);
    if (since === null) return log;
    const span = { task: name, from: null, to: null };
    for await (const rows of this.reader.rounds(span, { withTexts, since })) {
      for (const row of rows) {
        if (withTexts) requireText(task, row.textKept);
        const { reward, combination, propensity, query, calls, costNano } = lineOf(row);
        if (reward === null) log.unrewarded += 1;
        else log.rounds.push({ reward, combination, propensity, query, calls, costNano });
      }
    }
    return log;
  }
}

/** @throws {ApiError} 409 for a policy that is compared as its versions are learnt */
function learnerOf({ name, policy, forgetting }: Task): Learner {
  if (choosesSubsets(policy)) {
    throw new ApiError(
      409,
      'not_estimable',
      `task ${name} chooses by versions: GET /admin/v1/tasks/${name}/versions says what each was estimated to earn; or ask about another policy`,
      'change',
    );
  }
  return isContextual(policy) ? contextual(policy.settings) : statisticsLearner(policy, forgetting);
}

/** @throws {ApiError} 409 for a task that votes */
function scored({ name, rewardModel }: Task): ScoredRewardModel {
  if (rewardModel !== 'vote') return rewardModel;
  throw new ApiError(
    409,
    'not_estimable',
    `task ${name} serves the winner of a vote: its log does not say who would have won another`,
    'name',
  );
}

/** @throws {ApiError} 409: it would have to look at what is not here */
function requireText({ name, policy }: Task, kept: string): void {
  const byVector = isContextual(policy) && policy.settings.vectorSize > 0;
  if (kept === 'full' && !byVector) return;
  throw new ApiError(
    409,
    'texts_not_kept',
    byVector
      ? `task ${name} knows queries by vectors, which are not stored: ask about another policy`
      : `a contextual policy looks at queries, and task ${name} does not keep the texts of all of these rounds: ask for fewer of the latest, or about another policy`,
    'change',
  );
}

function tooFew({ name }: Task, count: number): ApiError {
  return new ApiError(
    409,
    'too_few_rounds',
    `the log of task ${name} has ${count} rounds with a reward since its last reset, too few to say anything: wait for ratings`,
    'name',
  );
}

/** @throws {ApiError} 400 for what no round could be decided by */
function refuse(error: unknown): never {
  if (error instanceof UnaffordableError) {
    throw new ApiError(400, 'budget_too_low', `budgets_usd: ${error.message}`, 'budgets_usd');
  }
  if (error instanceof RulesError || error instanceof SettingsError) {
    throw new ApiError(400, 'invalid_config', error.message, 'change');
  }
  throw error;
}
