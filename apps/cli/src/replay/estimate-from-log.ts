import {
  emptyPacing,
  expectedCost,
  randomOf,
  rewardModels,
  rewardOf,
  type Decision,
  type Learner,
} from '#bandit';
import {
  offPolicy,
  outcomeBeliefs,
  weighed,
  type OffPolicyReport,
  type OutcomeModel,
  type WeighedRound,
} from '#replay';
import type { LogFile, LogLine } from './log-file.js';
import type { LearnerOf } from './policies.js';
import { UsageError } from './usage-error.js';

/**
 * What a policy would have earned and spent on the queries of a log, if it had known what the log
 * teaches and learnt no more. Cross-fitted: for each half of the rounds it learns from the other.
 */
export function estimateFromLog(
  { terms, rounds }: LogFile,
  learnerOf: LearnerOf,
  budgetNano: number,
): OffPolicyReport {
  const halves = [0, 1].map((half) => rounds.filter((_, at) => at % 2 === half));
  const all = halves.flatMap((half, at) => {
    const other = halves[1 - at] ?? [];
    return weighedHalf({ terms, rounds: half }, other, learned(learnerOf(), other), budgetNano);
  });
  return offPolicy(all);
}

function learned(learner: Learner, rounds: readonly LogLine[]): Learner {
  rounds.forEach(({ query, combination, calls }, at) => {
    learner.learn(query, { combination, calls, round: at + 1 });
  });
  return learner;
}

function weighedHalf(
  { terms, rounds }: LogFile,
  known: readonly LogLine[],
  learner: Learner,
  budgetNano: number,
): WeighedRound[] {
  const { offers, rewardModel, size } = terms;
  const round = known.length + 1;
  const random = randomOf(1);
  const decide = (query: LogLine['query']) =>
    learner.decide(
      { query, offers, round, rewardModel, size, budgetNano, pacing: emptyPacing },
      random,
    );
  const [first] = rounds;
  if (!first) return [];
  const decision = decide(first.query);
  assertFeasible(decision, terms, budgetNano);
  const model = outcomeBeliefs(known, priorOf(decision, terms));
  return rounds.map((one) => weighed(one, decide(one.query).relaxed, model));
}

/** @throws {UsageError} where even the cheapest combination is over the budget by its mean cost */
function assertFeasible(
  { bounds }: Decision,
  { rewardModel, size }: LogFile['terms'],
  budgetNano: number,
): void {
  const costs = bounds.map(({ meanCostNano }) => meanCostNano).sort((a, b) => a - b);
  const fewest = rewardModels[rewardModel].exactly ? size : 1;
  const cheapest = costs.slice(0, fewest).reduce((sum, cost) => sum + cost, 0);
  if (cheapest <= budgetNano) return;
  throw new UsageError(
    `--budget ${budgetNano / 1e9}: no combination costs so little by this log; the cheapest costs ${(cheapest / 1e9).toPrecision(3)} dollars a query`,
  );
}

/** As if models were right independently of each other. */
function priorOf({ bounds }: Decision, { rewardModel, charge }: LogFile['terms']): OutcomeModel {
  const likely = new Map(bounds.map((arm) => [arm.model, arm.likelyReward]));
  return (combination) => ({
    reward: rewardOf(
      rewardModels[rewardModel],
      combination.map((model) => likely.get(model) ?? 0.5),
    ),
    costNano: expectedCost(combination, bounds, charge),
  });
}
