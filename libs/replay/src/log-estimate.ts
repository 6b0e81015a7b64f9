import {
  emptyPacing,
  expectedCost,
  randomOf,
  rewardModels,
  rewardOf,
  type CombinationRules,
  type Decision,
  type Learner,
  type LearnerQuery,
  type ModelOffer,
  type ObservedCall,
} from '#bandit';
import {
  offPolicy,
  weighed,
  type LoggedRound,
  type OffPolicyReport,
  type OutcomeModel,
  type WeighedRound,
} from './off-policy.js';
import { outcomeBeliefs } from './outcome-beliefs.js';
import type { ReplayTerms } from './replay-terms.js';

/** What was asked of the rounds of a log, and of which models. */
export interface LogTerms extends ReplayTerms {
  readonly offers: readonly ModelOffer[];
  readonly rules?: CombinationRules;
}

/** A round of a log with its query and what its calls taught. */
export interface RoundOfLog extends LoggedRound {
  readonly query: LearnerQuery;
  readonly calls: readonly ObservedCall[];
}

export interface RoundsLog {
  readonly terms: LogTerms;
  /** May name models that are no longer offered: those rounds tell nothing of what others would do. */
  readonly rounds: readonly RoundOfLog[];
}

/** Even the cheapest combination is over the budget by its mean cost. */
export class UnaffordableError extends Error {
  override readonly name = 'UnaffordableError';

  /** @param cheapestNano nano-dollars a query */
  constructor(budgetNano: number, cheapestNano: number) {
    super(
      `${budgetNano / 1e9}: no combination costs so little by this log; the cheapest costs ${(cheapestNano / 1e9).toPrecision(3)} dollars a query`,
    );
  }
}

/**
 * What a policy would have earned and spent on the queries of a log, if it had known what the log
 * teaches and learnt no more. Cross-fitted: for each half of the rounds it learns from the other.
 * Yields after each round, so that the caller can do something else in between.
 * @param learnerOf makes a fresh learner
 * @throws {UnaffordableError}
 */
export function* estimateFromLog(
  { terms, rounds }: RoundsLog,
  learnerOf: () => Learner,
  budgetNano: number,
): Generator<undefined, OffPolicyReport> {
  const halves = [0, 1].map((half) => rounds.filter((_, at) => at % 2 === half));
  const all: WeighedRound[] = [];
  for (const [at, half] of halves.entries()) {
    const other = (halves[1 - at] ?? []).filter((round) => isOffered(round, terms));
    const learner = learnerOf();
    yield* learn(learner, other);
    all.push(...(yield* weighedHalf({ terms, rounds: half }, other, learner, budgetNano)));
  }
  return offPolicy(all);
}

/** Takes all steps at once. */
export function atOnce<Result>(steps: Generator<unknown, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function isOffered({ combination }: RoundOfLog, { offers }: LogTerms): boolean {
  return combination.every((model) => offers.some((offer) => offer.model === model));
}

function* learn(learner: Learner, rounds: readonly RoundOfLog[]): Generator<undefined> {
  for (const [at, { query, combination, calls }] of rounds.entries()) {
    learner.learn(query, { combination, calls, round: at + 1 });
    yield;
  }
}

function* weighedHalf(
  { terms, rounds }: RoundsLog,
  known: readonly RoundOfLog[],
  learner: Learner,
  budgetNano: number,
): Generator<undefined, WeighedRound[]> {
  const { offers, rewardModel, size, rules } = terms;
  const round = known.length + 1;
  const random = randomOf(1);
  const asked = { offers, round, rewardModel, size, budgetNano, pacing: emptyPacing };
  const decide = (query: LearnerQuery) =>
    learner.decide({ query, ...asked, ...(rules && { rules }) }, random);
  const [first] = rounds;
  if (!first) return [];
  const decision = decide(first.query);
  assertAffordable(decision, terms, budgetNano);
  const model = outcomeBeliefs(known, priorOf(decision, terms));
  const all: WeighedRound[] = [];
  for (const one of rounds) {
    const { relaxed } = decide(one.query);
    // What is no longer offered is never drawn, whatever is believed of it.
    if (isOffered(one, terms)) all.push(weighed(one, relaxed, model));
    else
      all.push({
        ...weighed({ ...one, combination: decision.combination }, relaxed, model),
        weight: 0,
      });
    yield;
  }
  return all;
}

/** @throws {UnaffordableError} */
function assertAffordable(
  { bounds }: Decision,
  { rewardModel, size }: LogTerms,
  budgetNano: number,
): void {
  const costs = bounds.map(({ meanCostNano }) => meanCostNano).sort((a, b) => a - b);
  const fewest = rewardModels[rewardModel].exactly ? size : 1;
  const cheapest = costs.slice(0, fewest).reduce((sum, cost) => sum + cost, 0);
  if (cheapest > budgetNano) throw new UnaffordableError(budgetNano, cheapest);
}

/** As if models were right independently of each other. */
function priorOf({ bounds }: Decision, { rewardModel, charge }: LogTerms): OutcomeModel {
  const likely = new Map(bounds.map((arm) => [arm.model, arm.likelyReward]));
  return (combination) => ({
    reward: rewardOf(
      rewardModels[rewardModel],
      combination.map((model) => likely.get(model) ?? 0.5),
    ),
    costNano: expectedCost(combination, bounds, charge),
  });
}
