import { beliefWeight, clippedChance, SAME_BELIEF } from './belief-weight.js';
import type { EnsembleFigures, Voter } from './voter.js';

/** Up to so many answers of a set are enumerated: some milliseconds. */
const MANY_ANSWERS = 25_000;

/**
 * Whether a set is small enough for its figures to be enumerated. Labels that nobody has named yet
 * are alike, so the answers to tell apart are the ways to part the voters and the truth into at most
 * J groups: 2^n of two labels, and no more than Bell's numbers of many.
 */
export function isEnumerable(voters: number, labels: number): boolean {
  let ways = [0, 1];
  for (let voter = 0; voter < voters; voter += 1) {
    const next = new Array<number>(Math.min(labels, ways.length) + 1).fill(0);
    ways.forEach((count, groups) => {
      next[groups] = (next[groups] ?? 0) + count * groups;
      if (groups < labels) next[groups + 1] = (next[groups + 1] ?? 0) + count;
    });
    ways = next;
    if (ways.reduce((a, b) => a + b, 0) > MANY_ANSWERS) return false;
  }
  return true;
}

/**
 * The figures of a set by enumeration, its models independent and their errors uniform over the
 * other labels (xi of ThriftLLM, arXiv 2501.04901, which samples it). What is decided is not looked
 * into any further.
 * @param voters in call order
 * @param labels J, at least 2
 */
export function exactFigures(voters: readonly Voter[], labels: number): EnsembleFigures {
  const weights = voters.map(({ chance }) => beliefWeight(chance, labels));
  const chances = voters.map(({ chance }) => clippedChance(chance));
  /** The most that the voters from here on can move one label against another. */
  const left = new Float64Array(voters.length + 1);
  for (let at = voters.length - 1; at >= 0; at -= 1) {
    left[at] = (left[at + 1] as number) + Math.abs(weights[at] as number);
  }
  /** Log beliefs: of the right label first, then of the wrong ones in the order of their naming. */
  const beliefs = new Float64Array(Math.min(labels, voters.length + 1));
  let correctness = 0;
  let cost = 0;

  const walk = (at: number, named: number, probability: number): void => {
    const share = shareOfTruth(beliefs, named, labels, left[at] as number, at === voters.length);
    if (share >= 0) {
      correctness += probability * share;
      return;
    }
    const chance = chances[at] as number;
    const weight = weights[at] as number;
    cost += probability * (voters[at] as Voter).cost;
    const error = (1 - chance) / (labels - 1);
    const follow = (label: number, nowNamed: number, likely: number): void => {
      const before = beliefs[label] as number;
      beliefs[label] = before + weight;
      walk(at + 1, nowNamed, probability * likely);
      beliefs[label] = before;
    };
    follow(0, named, chance);
    for (let label = 1; label < named; label += 1) follow(label, named, error);
    if (named < labels) {
      beliefs[named] = 0;
      follow(named, named + 1, error * (labels - named));
    }
  };
  walk(0, 1, 1);
  return { correctness, cost };
}

/**
 * The chance that the right label, number 0, wins: 1, 0, or its part of a tie.
 * @param left what those still to be asked can move one label against another
 * @returns -1 if that is still open
 */
function shareOfTruth(
  beliefs: Float64Array,
  named: number,
  labels: number,
  left: number,
  isOver: boolean,
): number {
  const unnamed = labels - named;
  let most = unnamed > 0 ? 0 : -Infinity;
  let second = unnamed > 1 ? 0 : -Infinity;
  for (let label = 0; label < named; label += 1) {
    const belief = beliefs[label] as number;
    if (belief > most) {
      second = most;
      most = belief;
    } else if (belief > second) second = belief;
  }
  if (!isOver && most - second <= left + SAME_BELIEF) return -1;
  if ((beliefs[0] as number) < most - SAME_BELIEF) return 0;
  let tied = most <= SAME_BELIEF ? unnamed : 0;
  for (let label = 0; label < named; label += 1) {
    if ((beliefs[label] as number) >= most - SAME_BELIEF) tied += 1;
  }
  return 1 / tied;
}
