import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { randomOf, type Decision } from '#bandit';
import { decideBySubsets, type SelectDecision, type TracedDecision } from '#context';
import { armsOfKind } from '#ensemble';
import { Contexts } from '../learning/contexts.js';
import { TaughtSubsets } from '../subsets/taught-subsets.js';
import { contextualInput, type SeenQuery } from '../tasks/contextual-input.js';
import { choosesSubsets, isCascade, isContextual, type Task } from '../tasks/task.js';
import { TaskSnapshots } from '../tasks/task-snapshots.js';
import { Estimates, type KnownEstimates } from '../votes/estimates.js';

/** A decision of a task that chooses subsets by query. */
type VersionedDecision = (Decision | SelectDecision) & {
  /** The version that chose; null: statistics did. */
  readonly version: number | null;
};

/** A decision with what it takes to make it again. */
export interface RoundDecision {
  /** t, 1-based. */
  round: number;
  /** Of the draw, 32 bits. */
  seed: number;
  decision: Decision | TracedDecision | VersionedDecision;
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
    private readonly taught: TaughtSubsets,
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
    const told = isCascade(task) ? { statistics, failures } : { statistics };
    if (choosesSubsets(task.policy)) {
      const { version, knowledge } = this.taught.of(task.name) ?? UNTAUGHT;
      const asked = { ...input, ...told, query };
      const decision = decideBySubsets(task.policy, knowledge, asked, random);
      const chose = 'foreseen' in decision ? version : null;
      return { round, seed, decision: { ...decision, version: chose } };
    }
    const known = this.estimates.of(task);
    if (known !== undefined) {
      const kind = known.kindOf(query.text);
      const arms = armsOfKind(statistics, known.estimates, kind);
      const decision = task.policy.decide({ ...input, statistics: arms }, random);
      return { round, seed, decision, estimates: { known, kind } };
    }
    return { round, seed, decision: task.policy.decide({ ...input, ...told }, random) };
  }
}

const UNTAUGHT = { version: null, knowledge: null };
