import { Injectable } from '@nestjs/common';
import { namedPolicy, type ModelId } from '#bandit';
import { SessionReader, type SessionRound } from '#storage';
import type { Task } from '../tasks/task.js';
import { SESSION } from './wishes.js';

/** The policy that a round of a session is said to have. */
export const SESSION_POLICY = 'session';

/**
 * Conversations that stay with their models, so that the providers' prompt caches hold: a query asks
 * those of the session's last round, the one that was served first. What was decided then for a
 * reason stays decided, until it fails.
 */
@Injectable()
export class Sessions {
  constructor(private readonly reader: SessionReader) {}

  /** The models of the query's session, in call order; undefined where there are none to keep. */
  async modelsOf(
    task: Task,
    metadata: Readonly<Record<string, string>>,
    keyId: string | null,
  ): Promise<readonly ModelId[] | undefined> {
    const session = metadata[SESSION];
    if (session === undefined) return undefined;
    const last = await this.reader.last({ task: task.name, session, keyId });
    return last && keptOf(task, last);
  }
}

/**
 * The models of a session's last round, the one that was served first, as far as the task's size goes:
 * it may have been the fallback, or the size another one then. Undefined where the task has not all of
 * them any more, or asks more.
 */
export function keptOf(
  task: Task,
  { served, combination }: SessionRound,
): readonly ModelId[] | undefined {
  const models = [served, ...combination.filter((model) => model !== served)].slice(0, task.size);
  const isWhole = task.rewardModel === 'any-win' || models.length === task.size;
  return isWhole && models.every((model) => task.models.has(model)) ? models : undefined;
}

/** The task as it is for a session: with those models, asked in that order. */
export function keptTo(task: Task, models: readonly ModelId[]): Task {
  return {
    ...task,
    size: models.length,
    models: new Map(models.flatMap((model) => [...task.models].filter(([name]) => name === model))),
    policyName: SESSION_POLICY,
    policy: namedPolicy('fixed', { models: models.join('+') }),
  };
}
