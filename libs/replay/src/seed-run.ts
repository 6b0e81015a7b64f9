import {
  bookRound,
  emptyPacing,
  randomOf,
  settleRound,
  type Decision,
  type Learner,
  type LearnerQuery,
} from '#bandit';
import { curveRounds } from './curve.js';
import type { Environment } from './environment.js';
import { playRound, type PlayedRound } from './play-round.js';
import { isCascade, type ReplayTerms } from './replay-terms.js';

/** One learner's way through one seed. */
export interface SeedRun {
  readonly rewardSum: number;
  /** Over the rounds after the first half. */
  readonly lastHalfRewardSum: number;
  readonly costNano: number;
  readonly propensitySum: number;
  /** At the curve's rounds: sums so far. */
  readonly curve: {
    readonly reward: Float64Array;
    readonly costNano: Float64Array;
    readonly regret: Float64Array;
  };
}

/** What a seed is played with. */
export interface SeedPlan {
  readonly terms: ReplayTerms;
  readonly budgetNano: number;
  readonly rounds: number;
  /** The reward that regret is measured against, by the round from which it holds. */
  readonly benchmarks: readonly { readonly from: number; readonly reward: number }[];
}

/** Is told of every round. */
export type RoundWitness = (round: WitnessedRound) => void;

export interface WitnessedRound {
  readonly round: number;
  readonly seed: number;
  readonly queryId: string;
  readonly query: LearnerQuery;
  readonly decision: Decision;
  readonly played: PlayedRound;
}

/** Apart from each other, so that all learners meet the same queries and the same coins. */
const LUCK = 0x10000000;
const CHOICE = 0x20000000;

/**
 * Plays a fresh learner through one seed: decide, call, settle, learn, at once. Costs are booked in
 * the pacer's books as expected when decided, and settled at what they were.
 */
export function runSeed(
  environment: Environment,
  learner: Learner,
  plan: SeedPlan,
  seed: number,
  witness?: RoundWitness,
): SeedRun {
  const { terms, budgetNano, rounds, benchmarks } = plan;
  const { rewardModel, size } = terms;
  const columns = new Map(environment.models.map((model, column) => [model, column]));
  const episode = environment.episode(seed, rounds);
  const luck = randomOf(seed ^ LUCK);
  const choice = randomOf(seed ^ CHOICE);
  const marks = curveRounds(rounds);
  const curve = {
    reward: new Float64Array(marks.length),
    costNano: new Float64Array(marks.length),
    regret: new Float64Array(marks.length),
  };
  let mark = 0;
  let phase = 0;
  let pacing = emptyPacing;
  let rewardSum = 0;
  let firstHalf = 0;
  let costSum = 0;
  let regret = 0;
  let propensitySum = 0;
  const half = Math.floor(rounds / 2);
  for (let round = 1; round <= rounds; round += 1) {
    episode.advance(round);
    const { query, offers } = episode;
    const decision = learner.decide(
      { query, offers, round, rewardModel, size, budgetNano, pacing },
      choice,
    );
    const { combination, expectedCostNano } = decision;
    const played = playRound(episode, terms, combination, columns, luck);
    pacing = settleRound(bookRound(pacing, expectedCostNano), expectedCostNano, played.costNano);
    learner.learn(query, {
      combination,
      calls: played.calls,
      round,
      together: !isCascade(terms),
    });
    if ((benchmarks[phase + 1]?.from ?? Infinity) <= round) phase += 1;
    rewardSum += played.reward;
    costSum += played.costNano;
    regret += (benchmarks[phase]?.reward ?? 0) - episode.worthOf(combination, played.reward);
    propensitySum += decision.propensity;
    if (round === half) firstHalf = rewardSum;
    if (round === marks[mark]) {
      curve.reward[mark] = rewardSum;
      curve.costNano[mark] = costSum;
      curve.regret[mark] = regret;
      mark += 1;
    }
    witness?.({ round, seed, queryId: episode.queryId, query, decision, played });
  }
  return {
    rewardSum,
    lastHalfRewardSum: rewardSum - firstHalf,
    costNano: costSum,
    propensitySum,
    curve,
  };
}
