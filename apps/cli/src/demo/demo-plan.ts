import type { RewardModelName } from '#bandit';
import type { HindsightTerms, OutcomeTable, WorldQuery } from '#replay';

/** A model of a demo, with the price that serves until its costs are learnt. */
interface DemoModel {
  readonly name: string;
  readonly price: DemoPrice;
}

/** As in purser.yaml. */
export interface DemoPrice {
  readonly inputUsdPerMillionTokens: number;
  readonly outputUsdPerMillionTokens: number;
  /** A fee per request. */
  readonly requestUsd?: number;
}

/** A task of a demo, and the queries that it is sent. */
export interface DemoTask {
  readonly name: string;
  readonly rewardModel: RewardModelName;
  readonly size: number;
  readonly budgetUsd: number;
  /** Whether answers are scored at once, or rated by users later. */
  readonly judgedBy: 'evaluator' | 'users';
  /** Prompt templates of an all-in task, one a model. */
  readonly parts?: readonly string[];
  /** Of a vote: what it chooses from, and the right one, which is sent with each query. */
  readonly ballot?: {
    readonly labels: readonly string[];
    readonly labelOf: (query: WorldQuery) => string | null;
  };
  /** The queries, and what each model makes of them: known to the simulator and to hindsight. */
  readonly table: OutcomeTable;
}

/** Queries that are planned together at the end. */
export interface DemoBatch {
  readonly task: string;
  /** What every model made of some other queries. */
  readonly samples: OutcomeTable;
  readonly queries: readonly WorldQuery[];
  /** For each of them, on average. */
  readonly budgetUsd: number;
}

/** All that a demo plays. */
export interface DemoPlan {
  readonly models: readonly DemoModel[];
  readonly tasks: readonly DemoTask[];
  /** Null: there are no more queries. */
  readonly batch: DemoBatch | null;
  /** The simulator's options, so that it plays the same world. */
  readonly simulatorOptions: readonly string[];
}

/** The rules under which hindsight is compared with a task: a vote with single models. */
export function hindsightTerms({ rewardModel, size }: DemoTask): HindsightTerms {
  if (rewardModel === 'vote') {
    return { rewardModel: 'any-win', size: 1, successAt: 1, charge: 'whole' };
  }
  return { rewardModel, size, successAt: 1, charge: 'cascade' };
}
