import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { v7 as timeOrderedId } from 'uuid';
import { PlanReportStore, PlanStore, type PlanStatus, type StoredPlan } from '#storage';
import { mayUse, requireTask, type Caller } from '../auth/caller.js';
import { ApiError, notFound } from '../http/api-error.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import type { Task } from '../tasks/task.js';
import { choiceBytes } from './choice-bytes.js';
import { pointOf } from './chosen-point.js';
import { answered } from './direct-question.js';
import type { PlanQuestion } from './question-thread.js';
import type { ExecuteRequest, PlanListQuery } from './plan-request.js';
import {
  ASKED_FOR,
  viewOfPlan,
  viewOfPlans,
  type AssignmentsView,
  type PlanList,
  type PlanView,
} from './plan-view.js';
import { PlanReading, type PlanContent } from './read-plan.js';

/** A plan as it was asked for. */
export interface PlanWish {
  readonly task: string;
  readonly models: readonly string[] | undefined;
  readonly content: PlanContent;
}

/** Where a page of assignments begins, and how long it is. */
export interface Page {
  readonly point: number | undefined;
  readonly after: number;
  readonly limit: number;
}

/** Takes plans in, tells of them, and lets them run. */
@Injectable()
export class Plans {
  constructor(
    private readonly store: PlanStore,
    private readonly reports: PlanReportStore,
    private readonly tasks: TaskRegistry,
  ) {}

  /** @throws {ApiError} 400 that names what is at fault, 403 and 404 for the task */
  async create(wish: PlanWish, caller: Caller): Promise<PlanView> {
    requireTask(caller, wish.task);
    const task = this.tasks.accepting(wish.task);
    const plan = {
      id: timeOrderedId(),
      task: task.name,
      keyId: caller.keyId,
      models: modelsOf(task, wish.models),
      seed: randomInt(2 ** 32),
    };
    const stored = await this.store.create(plan, (writer) =>
      new PlanReading(task, writer).read(wish.content),
    );
    return viewOfPlan(stored, [], null);
  }

  /** Those of the caller's tasks, newest first. @throws {ApiError} 403 for a task it is not for */
  async list({ task, before, limit }: PlanListQuery, caller: Caller): Promise<PlanList> {
    if (task !== undefined) requireTask(caller, task);
    const tasks = task === undefined ? caller.tasks && [...caller.tasks] : [task];
    return viewOfPlans(await this.store.list(tasks, before, limit), limit);
  }

  /** @throws {ApiError} 404 */
  async find(id: string, caller: Caller): Promise<PlanView> {
    const plan = await this.owned(id, caller);
    const points = await this.store.points(id);
    const rewardModel = this.tasks.known(plan.task)?.rewardModel ?? 'any-win';
    const progress = plan.point === null ? null : await this.reports.progress(id, rewardModel);
    return viewOfPlan(plan, points, progress);
  }

  /** @throws {ApiError} 404, 409 for a plan without a front, 400 for a point that it has not */
  async assignments(id: string, caller: Caller, page: Page): Promise<AssignmentsView> {
    const plan = await this.owned(id, caller);
    const { combinations } = plan;
    if (combinations === null) throw inNoState(plan, 'has no front yet');
    const points = await this.store.points(id);
    const wanted = page.point ?? plan.point ?? undefined;
    const point = pointOf({ point: wanted ?? points.length - 1 }, points);
    const rows = await this.store.assignments(id, point, page.after, page.limit);
    const isLast = page.after + rows.length >= plan.queries;
    return {
      point,
      assignments: rows.map(({ id: own, choice, queryId, problem }) => ({
        id: own,
        models: [...(combinations[choice] ?? [])],
        query_id: queryId,
        problem,
      })),
      next: isLast ? null : page.after + rows.length,
    };
  }

  /** @throws {ApiError} 404, 409 for a plan that is not ready, 400 for a point that can't be had */
  async execute(id: string, caller: Caller, wish: ExecuteRequest): Promise<PlanView> {
    const plan = await this.owned(id, caller);
    if (plan.combinations === null || plan.point !== null) throw inNoState(plan, 'can not be run');
    const question = questionOf(wish);
    const ground = question && (await this.store.ground(id));
    if (question === undefined || ground === undefined) {
      const point = pointOf(wish, await this.store.points(id));
      return this.moved(plan, ['ready'], 'running', caller, point);
    }
    const { choices, ...point } = await answered(ground, question);
    const found = { ...point, by: ASKED_FOR, choices: choiceBytes(choices) };
    if (!(await this.store.run(id, found))) throw inNoState(plan, 'is not ready');
    return this.find(id, caller);
  }

  /** @throws {ApiError} 404, 409 for a plan that does not run */
  async cancel(id: string, caller: Caller): Promise<PlanView> {
    return this.moved(await this.owned(id, caller), ['running', 'cancelled'], 'cancelled', caller);
  }

  /** @throws {ApiError} 404, 409 for a plan that was not cancelled */
  async resume(id: string, caller: Caller): Promise<PlanView> {
    return this.moved(await this.owned(id, caller), ['cancelled'], 'running', caller);
  }

  /** @throws {ApiError} 404, 409 for a plan that runs */
  async remove(id: string, caller: Caller): Promise<PlanView> {
    const plan = await this.find(id, caller);
    if (plan.status === 'running') throw inNoState(plan, 'is to be cancelled first');
    await this.store.remove(id);
    return plan;
  }

  private async moved(
    plan: StoredPlan,
    from: readonly PlanStatus[],
    to: PlanStatus,
    caller: Caller,
    point?: number,
  ): Promise<PlanView> {
    if (!(await this.store.move(plan.id, from, to, point)))
      throw inNoState(plan, `is not ${from.join(' or ')}`);
    return this.find(plan.id, caller);
  }

  /** As if there were none, for keys that are for other tasks. */
  private async owned(id: string, caller: Caller): Promise<StoredPlan> {
    const plan = await this.store.find(id);
    if (plan === undefined || !mayUse(caller, plan.task)) throw notFound('plan', id, 'id');
    return plan;
  }
}

function questionOf({ max_cost_usd, min_accuracy }: ExecuteRequest): PlanQuestion | undefined {
  if (max_cost_usd !== undefined) return { maxCostNano: Math.floor(max_cost_usd * 1e9) };
  return min_accuracy === undefined ? undefined : { minAccuracy: min_accuracy };
}

function inNoState({ id, status }: Pick<StoredPlan, 'id' | 'status'>, what: string): ApiError {
  return new ApiError(409, 'plan_state', `plan ${id} ${what}: it is ${status}`, 'id');
}

/** @throws {ApiError} 400 for a model that the task has not, one named twice, or too few */
function modelsOf(task: Task, wanted: readonly string[] | undefined): string[] {
  const known = [...task.models.keys()];
  if (wanted === undefined) return known;
  const refused = (what: string) =>
    new ApiError(400, 'invalid_request', `models: ${what}`, 'models');
  const stranger = wanted.find((model) => !known.includes(model));
  if (stranger !== undefined)
    throw refused(
      `${JSON.stringify(stranger)} is no model of task ${task.name}, which has ${known.join(', ')}`,
    );
  const twice = wanted.find((model, at) => wanted.indexOf(model) < at);
  if (twice !== undefined) throw refused(`${JSON.stringify(twice)} is named twice`);
  const least = ['any-win', 'vote'].includes(task.rewardModel) ? 1 : task.size;
  if (wanted.length < least)
    throw refused(`task ${task.name} asks ${least} models a query: name at least so many`);
  return [...wanted];
}
