import { Injectable } from '@nestjs/common';
import { ApiError } from '../http/api-error.js';
import type { Task } from './task.js';

/** The tasks that this service is configured for. */
@Injectable()
export class TaskRegistry {
  private readonly tasks: ReadonlyMap<string, Task>;

  constructor(tasks: readonly Task[]) {
    this.tasks = new Map(tasks.map((task) => [task.name, task]));
  }

  get all(): Task[] {
    return [...this.tasks.values()];
  }

  get names(): string[] {
    return [...this.tasks.keys()];
  }

  has(name: string): boolean {
    return this.tasks.has(name);
  }

  /** Whether the task exists and has all of the models. */
  offers(name: string, models: readonly string[]): boolean {
    const task = this.tasks.get(name);
    return task !== undefined && models.every((model) => task.models.has(model));
  }

  /** @throws {ApiError} 404 that names the tasks there are */
  get(name: string): Task {
    const task = this.tasks.get(name);
    if (task !== undefined) return task;
    throw new ApiError(
      404,
      'task_not_found',
      `there is no task ${JSON.stringify(name)}; the tasks are ${this.names.join(', ')}`,
      'task',
    );
  }
}
