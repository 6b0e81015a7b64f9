import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { randomOf, type Decision } from '#bandit';
import type { TracedDecision } from '#context';
import { Contexts } from '../learning/contexts.js';
import { contextualInput, type SeenQuery } from '../tasks/contextual-input.js';
import { isContextual, type Task } from '../tasks/task.js';
import { TaskSnapshots } from '../tasks/task-snapshots.js';

/** A decision with what it takes to make it again. */
export interface RoundDecision {
  /** t, 1-based. */
  round: number;
  /** Of the draw, 32 bits. */
  seed: number;
  decision: Decision | TracedDecision;
}

/** Chooses the combination for a query, in memory and at once. */
@Injectable()
export class Decider {
  constructor(
    private readonly snapshots: TaskSnapshots,
    private readonly contexts: Contexts,
  ) {}

  /** @param seed of the draw, 32 bits */
  decide(task: Task, seen: SeenQuery, seed: number = randomInt(2 ** 32)): RoundDecision {
    const { statistics, failures, tokens, pacing } = this.snapshots.of(task.name);
    const round = pacing.rounds + 1;
    const { query, ...input } = contextualInput(task, seen, { tokens, pacing, round });
    const random = randomOf(seed);
    if (isContextual(task.policy)) {
      const decision = this.contexts.of(task).foresee({ ...input, query }, random);
      return { round, seed, decision };
    }
    const known =
      task.execution.execution === 'cascade' ? { statistics, failures } : { statistics };
    return { round, seed, decision: task.policy.decide({ ...input, ...known }, random) };
  }
}
