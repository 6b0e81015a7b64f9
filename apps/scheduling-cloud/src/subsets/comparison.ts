import type { RelaxedSolution } from '#bandit';
import { offPolicy, outcomeBeliefs, weighed, type Interval, type LoggedRound } from '#replay';

/** What the log says of two ways to choose: estimates of 95%, doubly robust. */
export interface Comparison {
  /** Rounds of the log that tell. */
  readonly rounds: number;
  /** What a round of the new one earns, and of the one before; less what its seconds are worth. */
  readonly candidate: Interval;
  readonly incumbent: Interval;
  /** The new one's less the other's, round by round. */
  readonly difference: Interval;
  /** False where the log says too little of what either would do: then it is not held against it. */
  readonly isSupported: boolean;
}

type Chooser = (text: string) => RelaxedSolution;

/** What is believed of a combination of which no round is known. */
const UNKNOWN_VALUE = 0.5;

/**
 * Weighs held-out rounds for two ways to choose. What is believed of combinations comes from earlier
 * rounds, and is the same for both.
 */
export function versus(
  held: readonly { readonly text: string; readonly logged: LoggedRound }[],
  earlier: readonly LoggedRound[],
  candidate: Chooser,
  incumbent: Chooser,
): Comparison {
  const mean = earlier.reduce((sum, { reward }) => sum + reward / earlier.length, 0);
  const value = earlier.length === 0 ? UNKNOWN_VALUE : mean;
  const beliefs = outcomeBeliefs(earlier, () => ({ reward: value, costNano: 0 }));
  const weighedFor = (choose: Chooser) =>
    held.map(({ text, logged }) => weighed(logged, choose(text), beliefs));
  const [ours, theirs] = [weighedFor(candidate), weighedFor(incumbent)];
  const [own, other] = [offPolicy(ours), offPolicy(theirs)];
  const robust = ({ weight, reward }: (typeof ours)[number]): number =>
    reward.expected + weight * (reward.seen - reward.believed);
  return {
    rounds: held.length,
    candidate: own.reward.dr,
    incumbent: other.reward.dr,
    difference: intervalOf(ours.map((round, at) => robust(round) - robust(theirs[at] ?? round))),
    isSupported: own.isSupported && other.isSupported,
  };
}

/** Worse beyond what chance would make of it. */
export function isWorse({ difference, isSupported }: Comparison): boolean {
  return isSupported && difference.high < 0;
}

function intervalOf(values: readonly number[]): Interval {
  const mean = values.reduce((sum, value) => sum + value / values.length, 0);
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const half = 1.96 * Math.sqrt(squares / Math.max(1, values.length - 1) / values.length);
  return { value: mean, low: mean - half, high: mean + half };
}
