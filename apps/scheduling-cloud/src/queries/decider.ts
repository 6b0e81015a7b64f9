import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { randomOf, type Decision } from '#bandit';
import type { TracedDecision } from '#context';
import { armsOfKind } from '#ensemble';
import { Contexts } from '../learning/contexts.js';
import { contextualInput, type SeenQuery } from '../tasks/contextual-input.js';
import { isContextual, type Task } from '../tasks/task.js';
import { TaskSnapshots } from '../tasks/task-snapshots.js';
import { Estimates, type KnownEstimates } from '../votes/estimates.js';

/** A decision with what it takes to make it again. */
export interface RoundDecision {
  /** t, 1-based. */
  round: number;
  /** Of the draw, 32 bits. */
  seed: number;
  decision: Decision | TracedDecision;
  /** By which estimates it was made, where the task tells kinds of queries or labels apart. */
  estimates?: RoundEstimates;
}

/** A version of a task's estimates as one round sees it. */
interface RoundEstimates {
  known: KnownEstimates;
  /** The query's kind. */
  kind: number;
}

/** Chooses the combination for a query, in memory and at once. */
@Injectable()
export class Decider {
  constructor(
    private readonly snapshots: TaskSnapshots,
    private readonly contexts: Contexts,
    private readonly estimates: Estimates,
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
    const known = this.estimates.of(task);
    if (known !== undefined) {
      const kind = known.kindOf(query.text);
      const arms = armsOfKind(statistics, known.estimates, kind);
      const decision = task.policy.decide({ ...input, statistics: arms }, random);
      return { round, seed, decision, estimates: { known, kind } };
    }
    const told = task.execution.execution === 'cascade' ? { statistics, failures } : { statistics };
    return { round, seed, decision: task.policy.decide({ ...input, ...told }, random) };
  }
}
