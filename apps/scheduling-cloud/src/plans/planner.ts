import { Injectable } from '@nestjs/common';
import { PlanWorkStore, type StoredPlan } from '#storage';
import type { Task } from '../tasks/task.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { choiceBytes } from './choice-bytes.js';
import { findFront, FrontRefusedError } from './find-front.js';
import type { FrontTerms } from './front-finding.js';
import type { PlannedLine } from './plan-request.js';
import { labelledSample, pastSample, textOfRequest } from './samples.js';

/** The task's latest queries that a plan is foreseen from. */
const HISTORY = 5_000;
const TEXTS_AT_ONCE = 500;

/** Finds the front of a plan, from what came with it and from the task's history. */
@Injectable()
export class Planner {
  constructor(
    private readonly store: PlanWorkStore,
    private readonly tasks: TaskRegistry,
  ) {}

  /** The plan is ready or refused when it resolves. */
  async plan(plan: StoredPlan): Promise<void> {
    const task = this.tasks.known(plan.task);
    if (task === undefined) {
      await this.store.refuse(plan.id, `there is no task ${plan.task} any more`);
      return;
    }
    const terms = await this.termsOf(plan, task);
    try {
      const { combinations, points, ground } = await findFront(terms, this.texts(plan));
      await this.store.keep(plan.id, {
        samples: terms.samples.length,
        combinations,
        ground,
        points: points.map(({ choices, ...point }) => ({
          ...point,
          choices: choiceBytes(choices),
        })),
      });
    } catch (error) {
      if (!(error instanceof FrontRefusedError)) throw error;
      await this.store.refuse(plan.id, error.message);
    }
  }

  private async termsOf({ id, models, seed }: StoredPlan, task: Task): Promise<FrontTerms> {
    const labelled = (await this.store.samples(id)) as PlannedLine[];
    const history = await this.store.history(task.name, HISTORY);
    const { rewardModel, rules } = task;
    // What several votes are worth together is no fold over them: a plan gives each query to one.
    const size = rewardModel === 'vote' ? 1 : task.size;
    return {
      ...{ models, rewardModel, size, rules, seed },
      samples: [
        ...labelled.map((line) => labelledSample(line, task)),
        ...history.map((query) => pastSample(query, task)),
      ],
    };
  }

  private async *texts({ id, queries }: StoredPlan): AsyncGenerator<string[]> {
    for (let from = 0; from < queries; from += TEXTS_AT_ONCE) {
      const requests = await this.store.requests(id, from, TEXTS_AT_ONCE);
      yield requests.map((request) => textOfRequest(request as PlannedLine));
    }
  }
}
