import { Injectable } from '@nestjs/common';
import { ApiError } from '../http/api-error.js';
import type { Task } from '../tasks/task.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { taskModelOf, taskNamed } from './task-model.js';

/** The tasks under the names that OpenAI clients know them by. */
@Injectable()
export class ChatTasks {
  constructor(private readonly tasks: TaskRegistry) {}

  get names(): string[] {
    return this.tasks.names;
  }

  /** @throws {ApiError} 404 that names the models there are */
  named(model: string): Task {
    const name = taskNamed(model);
    if (name !== undefined && this.tasks.has(name)) return this.tasks.get(name);
    const models = this.names.map((task) => taskModelOf(task).id).join(', ');
    throw new ApiError(
      404,
      'model_not_found',
      `there is no model ${JSON.stringify(model)}; the models are ${models}`,
      'model',
    );
  }
}
