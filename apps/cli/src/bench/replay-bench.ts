import { c2mabV, statisticsLearner } from '#bandit';
import { runSeed, syntheticEnvironment, type ReplayTerms, type ScoredRewardModel } from '#replay';
import { paperPhases, paperTerms } from '../replay/paper-world.js';

/** How fast a replay runs. */
export interface ReplayFigure {
  readonly rewardModel: ScoredRewardModel;
  readonly roundsPerSecond: number;
}

const ROUNDS = 20_000;

/** Rounds a second of c2mab-v in the paper's set-up: nine models, four a query. */
export function benchReplay(rewardModel: ScoredRewardModel, seconds: number): ReplayFigure {
  const charge = rewardModel === 'any-win' ? 'cascade' : 'whole';
  const terms: ReplayTerms = { rewardModel, size: paperTerms.size, charge };
  const environment = syntheticEnvironment(paperPhases, terms);
  const budgetNano = paperTerms.budgetUsd[rewardModel] * 1e9;
  const plan = { terms, budgetNano, rounds: ROUNDS, benchmarks: [] };
  const play = (seed: number) =>
    runSeed(environment, statisticsLearner(c2mabV({ charge })), plan, seed);
  play(0);
  const start = performance.now();
  let seeds = 0;
  do {
    seeds += 1;
    play(seeds);
  } while (performance.now() - start < seconds * 1e3);
  return { rewardModel, roundsPerSecond: (seeds * ROUNDS * 1e3) / (performance.now() - start) };
}
