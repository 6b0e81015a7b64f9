/** The entry of the thread that finds kinds of queries, so that requests are answered meanwhile. */
import { parentPort, workerData } from 'node:worker_threads';
import { randomOf } from '#bandit';
import { voteEstimates, type EstimateTerms, type JudgedBallot } from '#ensemble';

/** What the thread is handed. */
export interface EstimateGround {
  readonly ballots: readonly JudgedBallot[];
  readonly terms: EstimateTerms;
}

/** The same ballots part into the same kinds. */
const SEED = 1;

const { ballots, terms } = workerData as EstimateGround;
parentPort?.postMessage(voteEstimates(ballots, terms, randomOf(SEED)));
