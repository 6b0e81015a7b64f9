import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { callerOf, requireAllTasks } from './caller.js';

/** Keeps keys that are for some tasks only from what concerns all. */
@Injectable()
export class AllTasksGuard implements CanActivate {
  /** @throws {ApiError} 403 */
  canActivate(context: ExecutionContext): true {
    const caller = callerOf(context);
    if (caller !== undefined) requireAllTasks(caller);
    return true;
  }
}
