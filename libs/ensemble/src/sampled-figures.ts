import type { Random } from '#bandit';
import { abstain, cast, isDecided, openBallot, verdictOf } from './ballot.js';
import { clippedChance } from './belief-weight.js';
import { uniformVoice } from './voice.js';
import type { EnsembleFigures, Voter } from './voter.js';

/** How good a sampled figure must be. */
export interface Precision {
  /** eps: off by at most so much of the best single model's chance. */
  readonly epsilon: number;
  /** delta: the chance that any of a choice's figures is further off. */
  readonly delta: number;
}

/** Those of the paper. */
export const paperPrecision: Precision = { epsilon: 0.1, delta: 0.01 };

/**
 * theta, the draws that a choice among M models takes for each figure:
 * `(8 + 2 eps) / (eps^2 p*) ln (2 M^2 / delta)` (ThriftLLM, arXiv 2501.04901).
 * @param models M
 * @param best p*, the best single model's chance of being right, above 0
 */
export function drawsFor(
  models: number,
  best: number,
  { epsilon, delta }: Precision = paperPrecision,
): number {
  const spread = (8 + 2 * epsilon) / (epsilon ** 2 * clippedChance(best));
  return Math.ceil(spread * Math.log((2 * models ** 2) / delta));
}

/**
 * The figures of a set by drawing answers: for sets too large to enumerate.
 * @param voters in call order
 * @param draws at least 1
 */
export function sampledFigures(
  voters: readonly Voter[],
  labels: number,
  draws: number,
  random: Random,
): EnsembleFigures {
  const voices = voters.map(({ chance }) => uniformVoice(chance, labels));
  let correct = 0;
  let cost = 0;
  for (let draw = 0; draw < draws; draw += 1) {
    let ballot = openBallot(voices, labels);
    for (const { chance, cost: price } of voters) {
      // What nobody asks is drawn too, so that sets are compared on the same luck.
      const answer = answerOf(clippedChance(chance), labels, random);
      if (isDecided(ballot)) {
        ballot = abstain(ballot);
        continue;
      }
      cost += price;
      ballot = cast(ballot, answer);
    }
    const { tied } = verdictOf(ballot, 0);
    if (tied.includes(0)) correct += 1 / tied.length;
  }
  return { correctness: correct / draws, cost: cost / draws };
}

/** Label 0 is right; the others are alike. */
function answerOf(chance: number, labels: number, random: Random): number {
  const luck = random.next();
  if (luck < chance) return 0;
  const other = Math.floor(((luck - chance) / (1 - chance)) * (labels - 1));
  return 1 + Math.min(labels - 2, other);
}
