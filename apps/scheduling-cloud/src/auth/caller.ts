import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { KeyRole } from '#storage';
import { ApiError } from '../http/api-error.js';

/** Who sends a request, and what they may do. */
export interface Caller {
  /** Null: the service asks for no keys. */
  readonly keyId: string | null;
  /** Of the key, for people. */
  readonly name: string | null;
  readonly roles: ReadonlySet<KeyRole>;
  /** Null: all tasks. */
  readonly tasks: ReadonlySet<string> | null;
}

/** The caller of a service that asks for no keys. */
export const anyone: Caller = {
  keyId: null,
  name: null,
  roles: new Set<KeyRole>(['query', 'rate', 'admin']),
  tasks: null,
};

export function hasRole({ roles }: Caller, role: KeyRole): boolean {
  return roles.has(role) || roles.has('admin');
}

/** Whether the caller may know of the task. */
export function mayUse({ tasks }: Caller, task: string): boolean {
  return tasks === null || tasks.has(task);
}

/** @throws {ApiError} 403 if the key is for other tasks */
export function requireTask(caller: Caller, task: string): void {
  if (mayUse(caller, task)) return;
  throw new ApiError(
    403,
    'task_not_allowed',
    `this key is for ${[...(caller.tasks ?? [])].join(', ')}, not for ${JSON.stringify(task)}`,
    'task',
  );
}

/** @throws {ApiError} 403 if the key is for some tasks only, and this concerns all */
export function requireAllTasks(caller: Caller): void {
  if (caller.tasks === null) return;
  throw new ApiError(403, 'task_not_allowed', 'this concerns all tasks, and this key is for some');
}

const callers = new WeakMap<FastifyRequest, Caller>();

export function rememberCaller(request: FastifyRequest, caller: Caller): void {
  callers.set(request, caller);
}

export function callerOf(context: ExecutionContext): Caller | undefined {
  return callers.get(context.switchToHttp().getRequest<FastifyRequest>());
}

/** The parameter of a controller's method that gets the `Caller`; undefined on public routes. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext) =>
  callerOf(context),
);
