import type { Judged } from '#ensemble';
import { estimateOf, type Estimate } from '../curve.js';
import type { PlayedVote } from './play-vote.js';

/** What votes came to, on average. */
export interface VoteFigures {
  /** The part that was right; its standard error over queries, or over seeds. */
  readonly accuracy: Estimate;
  /** Dollars a query, and what asking all would have cost. */
  readonly costUsd: number;
  readonly plannedUsd: number;
  /** The part of the planned cost that stopping early saved. */
  readonly saved: number;
  /** Calls a query. */
  readonly calls: number;
  /** Queries in which stopping early changed what the vote said: none, ever. */
  readonly changed: number;
}

/** The figures of votes on different queries. @param votes at least one */
export function voteFigures(votes: readonly PlayedVote[]): VoteFigures {
  const mean = (value: (vote: PlayedVote) => number): number =>
    votes.reduce((sum, vote) => sum + value(vote), 0) / votes.length;
  const costNano = mean((vote) => vote.costNano);
  const plannedNano = mean((vote) => vote.plannedNano);
  return {
    accuracy: estimateOf(votes.map(({ right }) => right)),
    costUsd: costNano / 1e9,
    plannedUsd: plannedNano / 1e9,
    saved: savedOf(costNano, plannedNano),
    calls: mean(({ asked }) => asked),
    changed: votes.filter(({ isSame }) => !isSame).length,
  };
}

/** The figures of a mixture. @param parts their probabilities sum to 1 */
export function mixedFigures(
  parts: readonly { readonly figures: VoteFigures; readonly probability: number }[],
): VoteFigures {
  const mean = (value: (figures: VoteFigures) => number): number =>
    parts.reduce((sum, { figures, probability }) => sum + probability * value(figures), 0);
  const costUsd = mean((figures) => figures.costUsd);
  const plannedUsd = mean((figures) => figures.plannedUsd);
  return {
    accuracy: {
      mean: mean(({ accuracy }) => accuracy.mean),
      stderr: mean(({ accuracy }) => accuracy.stderr),
    },
    costUsd,
    plannedUsd,
    saved: savedOf(costUsd, plannedUsd),
    calls: mean(({ calls }) => calls),
    changed: parts.reduce((sum, { figures }) => sum + figures.changed, 0),
  };
}

/** What was believed, and whether it was right. */
export function judgedOf(votes: readonly PlayedVote[]): Judged[] {
  return votes.map(({ belief, right }) => ({ belief, right }));
}

function savedOf(cost: number, planned: number): number {
  return planned === 0 ? 0 : 1 - cost / planned;
}
