import {
  alwaysBest,
  alwaysCheapest,
  bestMixture,
  combinationPoints,
  type CombinationFigures,
} from '#replay';
import { hindsightTerms, type DemoTask } from './demo-plan.js';
import type { Tally } from './tally.js';

/** What a choice earned and cost, on average over a task's queries. */
export interface Figures {
  readonly rewardPerQuery: number;
  readonly costPerQueryUsd: number;
}

/** How a task went, beside what fixed choices would have made of the same queries. */
export interface TaskReport extends Figures {
  readonly task: string;
  readonly rewardModel: DemoTask['rewardModel'];
  readonly queries: number;
  readonly answered: number;
  readonly budgetUsd: number;
  /** `model`: or models, with commas between, where a query is asked of several. */
  readonly alwaysBest: Figures & { readonly model: string };
  readonly alwaysCheapest: Figures & { readonly model: string };
  /**
   * In hindsight, within the budget; where none is, the cheapest combination. Of a vote, these three are
   * of single models.
   */
  readonly bestMixture: Figures;
}

export function taskReport(task: DemoTask, tally: Tally): TaskReport {
  const { table, budgetUsd } = task;
  const terms = hindsightTerms(task);
  const mixture = bestMixture(combinationPoints(table, terms), budgetUsd * 1e9);
  return {
    task: task.name,
    rewardModel: task.rewardModel,
    queries: tally.queries,
    answered: tally.answered,
    rewardPerQuery: tally.reward / tally.queries,
    costPerQueryUsd: tally.costUsd / tally.queries,
    budgetUsd,
    alwaysBest: named(alwaysBest(table, terms)),
    alwaysCheapest: named(alwaysCheapest(table, terms)),
    bestMixture: figuresOf(mixture),
  };
}

function named(choice: CombinationFigures): Figures & { readonly model: string } {
  return { model: choice.models.join(','), ...figuresOf(choice) };
}

function figuresOf({ reward, costNano }: Pick<CombinationFigures, 'reward' | 'costNano'>): Figures {
  return { rewardPerQuery: reward, costPerQueryUsd: costNano / 1e9 };
}
