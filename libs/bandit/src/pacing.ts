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
    rounds: pacing.rounds + 1,
    expectedNano: pacing.expectedNano + expectedNano,
    settledExpectedNano: pacing.settledExpectedNano,
    settledNano: pacing.settledNano,
  };
}

/** The books after a round that was booked at `expectedNano` turned out to cost `trueNano`. */
export function settleRound(pacing: Pacing, expectedNano: number, trueNano: number): Pacing {
  return {
    rounds: pacing.rounds,
    expectedNano: pacing.expectedNano,
    settledExpectedNano: pacing.settledExpectedNano + expectedNano,
    settledNano: pacing.settledNano + trueNano,
  };
}

/** How hard the pacer steers. */
export interface PacerSettings {
  /** A debt of the budget of this many rounds halves the budget of the next, until many have gone by. */
  readonly repayRounds: number;
  /** Money left over is offered again in parts of this size: one such part a round. */
  readonly spendRounds: number;
  /** At most this many rounds' budget is carried over. */
  readonly carryRounds: number;
  /** What an open round is counted above its expected cost, as a part of it: a reserve. */
  readonly openCaution: number;
  /** How many rounds as expected the correction of expected costs starts from. */
  readonly trustRounds: number;
}

/**
 * What the next round may spend by its expected cost, so that the average spend returns to the
 * budget. A debt (spent more than the budget of all rounds so far) tightens it, but never to 0, and
 * gently where it is small beside all that was spent; money left over loosens it; and it is measured
 * in expected dollars, which are worth what they turned out to cost so far.
 * @param budgetNano rho, above 0
 * @returns integer nano-dollars, at least 1
 */
export function pacedBudget(
  pacing: Pacing,
  budgetNano: number,
  { repayRounds, spendRounds, carryRounds, trustRounds, openCaution }: PacerSettings,
): number {
  const trueToExpected = costRatio(pacing, trustRounds * budgetNano);
  const debt = spent(pacing, trueToExpected * (1 + openCaution)) / budgetNano - pacing.rounds;
  const factor =
    debt > 0
      ? Math.max(repayRounds / (repayRounds + debt), gently(debt, pacing.rounds))
      : 1 + Math.min(-debt, carryRounds) / spendRounds;
  return Math.max(1, Math.round((budgetNano * factor) / trueToExpected));
}

/**
 * What the rounds so far left of their budget, that of the round to come added: nano-dollars, below 0
 * for a debt. Open rounds count as in `pacedBudget`.
 */
export function unspentNano(
  pacing: Pacing,
  budgetNano: number,
  { trustRounds, openCaution }: PacerSettings,
): number {
  const trueToExpected = costRatio(pacing, trustRounds * budgetNano);
  return budgetNano * (pacing.rounds + 1) - spent(pacing, trueToExpected * (1 + openCaution));
}

/**
 * One rare answer can cost hundreds of rounds' budget. Reward is concave in money, so a debt of up to a
 * two-hundredth of the budget of all rounds so far is repaid by a tenth of each round's; a twentieth of
 * it, and nothing is gentle any more. With twice as much patience doubled prices, of which past costs
 * tell nothing, were paid with over 1% of the whole run's budget.
 */
function gently(debt: number, rounds: number): number {
  return Math.min(GENTLE, 1 - debt / (GENTLE_PART * rounds));
}

const GENTLE = 0.9;
const GENTLE_PART = 0.05;

/**
 * The average spend over the budget, signed: 0.02 is 2% over, -0.1 is 10% under, 0 before the first
 * round. Rounds that are not settled count at their expected cost. V(T) of arXiv 2405.16587, signed
 * and in parts of the budget.
 */
export function violation(pacing: Pacing, budgetNano: number): number {
  if (pacing.rounds === 0) return 0;
  return spent(pacing, costRatio(pacing, 0)) / (pacing.rounds * budgetNano) - 1;
}

/** True cost of the settled rounds, and what the open ones count: so much an expected nano-dollar. */
function spent(pacing: Pacing, openWorth: number): number {
  const openNano = pacing.expectedNano - pacing.settledExpectedNano;
  return pacing.settledNano + openWorth * openNano;
}

/** What an expected nano-dollar turned out to cost, starting from 1 with the weight of `trustNano`. */
function costRatio({ settledNano, settledExpectedNano }: Pacing, trustNano: number): number {
  const expected = settledExpectedNano + trustNano;
  const ratio = expected > 0 ? (settledNano + trustNano) / expected : 1;
  return Math.max(LEAST_RATIO, ratio);
}

/** A task of free answers would otherwise have no ratio to divide by. */
const LEAST_RATIO = 1e-3;
