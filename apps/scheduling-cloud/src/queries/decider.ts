import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { randomOf, type Decision } from '#bandit';
import { textOf, type ChatMessage } from '#contracts';
import { offersOf } from '../tasks/offers.js';
import type { Task } from '../tasks/task.js';
import { TaskSnapshots } from '../tasks/task-snapshots.js';

/** A decision with what it takes to make it again. */
export interface RoundDecision {
  /** t, 1-based. */
  round: number;
  /** Of the draw, 32 bits. */
  seed: number;
  decision: Decision;
}

/** Chooses the combination for a query, in memory and at once. */
@Injectable()
export class Decider {
  constructor(private readonly snapshots: TaskSnapshots) {}

  /** @param seed of the draw, 32 bits */
  decide(
    task: Task,
    messages: readonly ChatMessage[],
    seed: number = randomInt(2 ** 32),
  ): RoundDecision {
    const { statistics, failures, tokens, pacing } = this.snapshots.of(task.name);
    const round = pacing.rounds + 1;
    const decision = task.policy.decide(
      {
        offers: offersOf(task, inputTokensOf(messages), tokens),
        statistics,
        ...(task.execution.execution === 'cascade' && { failures }),
        round,
        rewardModel: task.rewardModel,
        size: task.size,
        budgetNano: task.budgetNano,
        pacing,
      },
      randomOf(seed),
    );
    return { round, seed, decision };
  }
}

/** The bytes of a token of English; other languages have fewer. */
const BYTES_PER_TOKEN = 4;

function inputTokensOf(messages: readonly ChatMessage[]): number {
  const bytes = messages.reduce((sum, message) => sum + Buffer.byteLength(textOf(message)), 0);
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}
