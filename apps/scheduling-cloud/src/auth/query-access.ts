import { Injectable } from '@nestjs/common';
import { QueryReader } from '#storage';
import { notFound } from '../http/api-error.js';
import { mayUse, type Caller } from './caller.js';

/** Hides the queries of other tasks from keys that are for some tasks only. */
@Injectable()
export class QueryAccess {
  constructor(private readonly reader: QueryReader) {}

  /**
   * @param what the caller calls it: a round has its query's id
   * @throws {ApiError} 404 as if there were no such query, if it is of a task that the key is not for
   */
  async require(
    caller: Caller,
    id: string,
    param: string,
    what: 'query' | 'round' = 'query',
  ): Promise<void> {
    if (caller.tasks === null) return;
    const task = await this.reader.taskOf(id);
    if (task !== undefined && !mayUse(caller, task)) throw notFound(what, id, param);
  }
}
