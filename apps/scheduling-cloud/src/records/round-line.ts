import type { Charge, CombinationRules, ModelOffer, RewardModelName } from '#bandit';
import type { QueryTrace } from '#context';
import type { LoggedCall, LoggedRoundRow } from '#storage';
import { roundReward } from '../queries/round-reward.js';
import type { Explanation } from '../rounds/round-view.js';
import { saidIn } from '../tasks/query-text.js';
import { isCascade, type Task } from '../tasks/task.js';
import type { TaskSnapshot } from '../tasks/task-snapshots.js';
import { typicalOffers } from '../tasks/typical-offers.js';

/** The first line of an export: what is asked of a round of the task, and of which models. */
export interface LogHead {
  task: string;
  rewardModel: RewardModelName;
  size: number;
  charge: Charge;
  /** Micro-units, nano-dollars, as everywhere in the log. */
  offers: ModelOffer[];
  /** Models that rounds may name though the task no longer has them. */
  retired: string[];
  rules?: CombinationRules;
  exportedAt: string;
}

/** One line of an export: a settled round. `purser what-if --log` reads it. */
export interface RoundLine {
  policy: string;
  budgetNano: number;
  seed: number;
  round: number;
  query: { id: string; text: string };
  combination: string[];
  propensity: number;
  calls: CallLine[];
  /** In its task's terms; null while nobody has said. */
  reward: number | null;
  costNano: number;
  at: string;
  status: string;
  servedModel: string | null;
  generation: number;
  rewardModel: RewardModelName;
  size: number;
  expectedCostNano: number;
  pacedBudgetNano: number;
  withinNano: number | null;
  labels: Record<string, string> | null;
  keyId: string | null;
  textKept: string;
  /** Of a contextual task: what it saw of the query. */
  features: Pick<QueryTrace, 'size' | 'indices' | 'values' | 'plain'> | null;
  /** The task's model for when all others failed, where it was asked. */
  fallback: CallLine | null;
}

/** `rewardMicro` and `costNano` are what the call taught; `chargedNano` what was paid for it. */
interface CallLine extends Omit<
  LoggedCall,
  'rewardMicro' | 'countedMicro' | 'costNano' | 'isFallback'
> {
  rewardMicro?: number;
  costNano?: number;
  chargedNano: number | null;
}

/** @param everKnown the task with every model there is or was */
export function headOf(task: Task, everKnown: Task | undefined, { tokens }: TaskSnapshot): LogHead {
  const all = [...(everKnown?.models.keys() ?? [])];
  return {
    task: task.name,
    rewardModel: task.rewardModel,
    size: task.size,
    charge: isCascade(task) ? 'cascade' : 'whole',
    offers: typicalOffers(task, tokens),
    retired: all.filter((model) => !task.models.has(model)),
    ...(task.rules && { rules: task.rules }),
    exportedAt: new Date().toISOString(),
  };
}

export function lineOf(row: LoggedRoundRow): RoundLine {
  const explanation = row.explanation as unknown as Explanation;
  const { trace } = explanation;
  const fallback = row.calls.find((call) => call.isFallback);
  return {
    policy: row.policy,
    budgetNano: explanation.budgetNano,
    seed: row.seed,
    round: row.round,
    query: { id: row.id, text: saidIn(row.messages) },
    combination: row.combination,
    propensity: row.propensity,
    calls: row.calls.filter((call) => !call.isFallback).map(callLine),
    reward: rewardOf(row, explanation.rewardModel),
    costNano: row.costNano,
    at: row.at.toISOString(),
    status: row.status,
    servedModel: row.servedModel,
    generation: row.generation,
    rewardModel: explanation.rewardModel,
    size: explanation.size,
    expectedCostNano: explanation.expectedCostNano,
    pacedBudgetNano: explanation.pacedBudgetNano,
    withinNano: explanation.withinNano ?? null,
    labels: row.labels,
    keyId: row.keyId,
    textKept: row.textKept,
    features: trace === undefined ? null : featuresOf(trace),
    fallback: fallback === undefined ? null : callLine(fallback),
  };
}

function callLine({ isFallback: _, ...call }: LoggedCall): CallLine {
  const { rewardMicro: _given, countedMicro, costNano, ...rest } = call;
  return {
    ...rest,
    ...(countedMicro !== null && { rewardMicro: countedMicro }),
    ...(costNano !== null && call.status === 'succeeded' && { costNano }),
    chargedNano: costNano,
  };
}

/** A round without an answer earned nothing where its task counts failures, and else tells nothing. */
function rewardOf({ servedModel, calls }: LoggedRoundRow, rewardModel: RewardModelName) {
  if (servedModel === null) {
    const counted = calls.length > 0 && calls.every(({ rewardMicro }) => rewardMicro !== null);
    return counted ? 0 : null;
  }
  const seen = calls.map(({ model, status, rewardMicro }) => ({
    model,
    status,
    reward: rewardMicro === null ? null : rewardMicro / 1e6,
  }));
  return roundReward(rewardModel, servedModel, seen);
}

function featuresOf({ size, indices, values, plain }: QueryTrace): RoundLine['features'] {
  return { size, indices, values, plain };
}
