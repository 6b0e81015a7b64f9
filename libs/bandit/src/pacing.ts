/**
 * The pacer's books of a task. Integers, so that booking and settling commute exactly. A round is
 * booked at its expected cost when it is decided and settled at its true cost when that is known.
 */
export interface Pacing {
  /** Rounds decided. */
  readonly rounds: number;
  /** Expected cost of all rounds decided, nano-dollars. */
  readonly expectedNano: number;
  /** Expected cost of the rounds that are settled, nano-dollars. */
  readonly settledExpectedNano: number;
  /** True cost of the rounds that are settled, nano-dollars. */
  readonly settledNano: number;
}

/** The books before the first round. */
export const emptyPacing: Pacing = {
  rounds: 0,
  expectedNano: 0,
  settledExpectedNano: 0,
  settledNano: 0,
};

/** The books after a round was decided. */
export function bookRound(pacing: Pacing, expectedNano: number): Pacing {
  return {
    ...pacing,
    rounds: pacing.rounds + 1,
    expectedNano: pacing.expectedNano + expectedNano,
  };
}

/** The books after a round that was booked at `expectedNano` turned out to cost `trueNano`. */
export function settleRound(pacing: Pacing, expectedNano: number, trueNano: number): Pacing {
  return {
    ...pacing,
    settledExpectedNano: pacing.settledExpectedNano + expectedNano,
    settledNano: pacing.settledNano + trueNano,
  };
}
