import { Injectable } from '@nestjs/common';
import { RoundSearch } from '#storage';
import { mayUse, requireTask, type Caller } from '../auth/caller.js';
import { notFound } from '../http/api-error.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import {
  cursorOf,
  filterOf,
  idOfCursor,
  viewOfFound,
  type RoundList,
  type RoundQuery,
} from './round-search-view.js';

/** Looks for rounds of the tasks that a caller may know of, those that were withdrawn among them. */
@Injectable()
export class FindRounds {
  constructor(
    private readonly search: RoundSearch,
    private readonly tasks: TaskRegistry,
  ) {}

  /** @throws {ApiError} 400 for a cursor, 403, 404 for a task there never was */
  async page(query: RoundQuery, caller: Caller): Promise<RoundList> {
    const filter = filterOf(query, this.tasksOf(query.task, caller));
    const found = await this.search.find(filter, query.limit, idOfCursor(query.cursor));
    return { data: found.rounds.map(viewOfFound), next_cursor: cursorOf(found.before) };
  }

  private tasksOf(task: string | undefined, caller: Caller): string[] {
    if (task === undefined) {
      const names = this.tasks.everKnown.map(({ name }) => name);
      return names.filter((name) => mayUse(caller, name));
    }
    requireTask(caller, task);
    if (this.tasks.known(task) === undefined) throw notFound('task', task, 'task');
    return [task];
  }
}
