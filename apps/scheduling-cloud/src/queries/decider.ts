import { randomInt } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { randomOf, type Decision, type ModelOffer } from '#bandit';
import type { ChatMessage, ModelSpec } from '#contracts';
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

/** The output that a call is expected to have before any was seen, in tokens. */
const EXPECTED_OUTPUT_TOKENS = 256;
const BYTES_PER_TOKEN = 4;
const NANO_USD_PER_TOKEN = 1_000;

/** Chooses the combination for a query, in memory and at once. */
@Injectable()
export class Decider {
  constructor(private readonly snapshots: TaskSnapshots) {}

  decide(task: Task, messages: readonly ChatMessage[]): RoundDecision {
    const { arms, failures, pacing } = this.snapshots.of(task.name);
    const seed = randomInt(2 ** 32);
    const round = pacing.rounds + 1;
    const decision = task.policy.decide(
      {
        offers: offersOf(task, inputTokensOf(messages)),
        statistics: arms,
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

/** The models of a task at what a call is expected to cost for an input of so many tokens. */
export function offersOf(task: Task, inputTokens: number): ModelOffer[] {
  return [...task.models].map(([model, spec]) => ({
    model,
    priorCostNano: priorCostNano(spec, inputTokens),
  }));
}

/** What the price list says of a call whose answer nobody knows yet. */
function priorCostNano(spec: ModelSpec, inputTokens: number): number {
  const { inputUsdPerMillionTokens, outputUsdPerMillionTokens, requestUsd } = spec.price;
  const outputTokens = Math.min(EXPECTED_OUTPUT_TOKENS, spec.maxOutputTokens);
  return Math.round(
    (inputTokens * inputUsdPerMillionTokens + outputTokens * outputUsdPerMillionTokens) *
      NANO_USD_PER_TOKEN +
      requestUsd * 1e9,
  );
}

function inputTokensOf(messages: readonly ChatMessage[]): number {
  const bytes = messages.reduce((sum, message) => sum + Buffer.byteLength(message.content), 0);
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}
