import { Injectable } from '@nestjs/common';
import { QueryReader, type StoredRound } from '#storage';
import { requireTask } from '../auth/caller.js';
import { Decider, type RoundDecision } from '../queries/decider.js';
import { RegistryChanges } from '../registry/registry-changes.js';
import type { Task } from '../tasks/task.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import type { Choices, PreviewView } from './preview-view.js';
import type { Target } from './registry-routes.js';
import type { EntryPatch } from './registry-view.js';

/** Shows what a task would choose after a change that is not made. */
@Injectable()
export class PolicyPreview {
  constructor(
    private readonly changes: RegistryChanges,
    private readonly reader: QueryReader,
    private readonly tasks: TaskRegistry,
    private readonly decider: Decider,
  ) {}

  /**
   * Decides the latest rounds again, each with its own seed and with what is known now.
   * @throws {ApiError} 400 for a change that would not be valid
   */
  async of({ name, caller }: Target, patch: EntryPatch, last: number): Promise<PreviewView> {
    requireTask(caller, name);
    const now = this.tasks.get(name);
    const next = await this.changes.preview(name, patch);
    const rounds = await this.reader.latestRounds(name, last);
    const before = rounds.map((round) => this.decide(now, round));
    const after = rounds.map((round) => this.decide(next, round));
    const moved = after.filter((one, at) => namesOf(one) !== namesOf(before[at] as RoundDecision));
    return {
      rounds: rounds.length,
      changed: moved.length,
      before: choicesOf(before),
      after: choicesOf(after),
    };
  }

  private decide(task: Task, { messages, seed }: StoredRound): RoundDecision {
    return this.decider.decide(task, { messages: messages }, seed);
  }
}

function choicesOf(decided: readonly RoundDecision[]): Choices {
  const counts = new Map<string, { combination: string[]; rounds: number }>();
  for (const one of decided) {
    const { combination } = one.decision;
    const count = counts.get(namesOf(one)) ?? { combination: [...combination], rounds: 0 };
    count.rounds += 1;
    counts.set(namesOf(one), count);
  }
  const costNano = decided.reduce((sum, { decision }) => sum + decision.expectedCostNano, 0);
  return {
    expected_cost_usd: decided.length === 0 ? null : costNano / decided.length / 1e9,
    over_budget: decided.filter(({ decision }) => decision.overBudget).length,
    combinations: [...counts.values()].sort((one, other) => other.rounds - one.rounds),
  };
}

function namesOf({ decision }: RoundDecision): string {
  return JSON.stringify(decision.combination);
}
