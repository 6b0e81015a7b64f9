import type { ModelId, ObservedCall, Random } from '#bandit';
import type { Episode } from './environment.js';
import { isCascade, type ReplayTerms } from './replay-terms.js';

/** What came of a round. */
export interface PlayedRound {
  /** The calls made, in call order, with what they taught. */
  readonly calls: readonly ObservedCall[];
  readonly reward: number;
  readonly costNano: number;
}

/**
 * Calls the models of a combination for the episode's query. For any-win of several models, a score
 * between 0 and 1 is a coin: the call is observed as a success or as a failure.
 * @param luck the coins; asked only where a score is between
 */
export function playRound(
  episode: Episode,
  terms: ReplayTerms,
  combination: readonly ModelId[],
  columns: ReadonlyMap<ModelId, number>,
  luck: Random,
): PlayedRound {
  const coins = terms.rewardModel === 'any-win' && terms.size > 1;
  const cascade = isCascade(terms);
  const calls: ObservedCall[] = [];
  let costNano = 0;
  let best = 0;
  let sum = 0;
  let product = 1;
  for (const model of combination) {
    const column = columns.get(model);
    if (column === undefined) throw new RangeError(`${model} is not one of the models`);
    const score = episode.scoreOf(column);
    const paid = episode.costNanoOf(column);
    const earned = coins ? tossed(score, luck) : score;
    calls.push({ model, rewardMicro: Math.round(earned * 1e6), costNano: paid });
    costNano += paid;
    sum += earned;
    product *= earned;
    if (earned > best) best = earned;
    if (cascade && earned === 1) break;
  }
  return { calls, costNano, reward: rewardOf(terms, best, sum, product) };
}

function tossed(score: number, luck: Random): number {
  if (score === 0 || score === 1) return score;
  return luck.next() < score ? 1 : 0;
}

function rewardOf(
  { rewardModel }: ReplayTerms,
  best: number,
  sum: number,
  product: number,
): number {
  switch (rewardModel) {
    case 'any-win':
      return best;
    case 'sum-up':
      return sum;
    case 'all-in':
      return product;
  }
}
