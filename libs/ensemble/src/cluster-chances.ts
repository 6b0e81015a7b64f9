/** How often a model was right, of how many judged answers. */
export interface RightCount {
  readonly right: number;
  readonly judged: number;
}

/** A model that was never judged. */
export const neverJudged: RightCount = { right: 0, judged: 0 };

/** The counts after one more judged answer. @param right in [0, 1] */
export function judge(count: RightCount, right: number): RightCount {
  return { right: count.right + right, judged: count.judged + 1 };
}

/** Before any answer, a model is as likely right as not; that is worth one judged answer. */
const PRIOR_CHANCE = 0.5;
const PRIOR_JUDGED = 1;

/** The chance that a model is right: its share of right answers, an even chance blended in. */
export function chanceOf({ right, judged }: RightCount): number {
  return (right + PRIOR_JUDGED * PRIOR_CHANCE) / (judged + PRIOR_JUDGED);
}

/**
 * The chances of a model in every group of queries (p of ThriftLLM, arXiv 2501.04901, is per
 * cluster): its share of right answers there, what it is elsewhere blended in. How much of that is
 * learnt from how far the groups differ beyond chance: `1 / rho - 1` answers, with the correlation
 * rho of answers within a group (a beta-binomial's, by moments).
 * @param counts of one model, by group
 */
export function clusterChances(counts: readonly RightCount[]): number[] {
  return pooledCounts(counts).map(({ right, judged }) => right / judged);
}

/** The counts of every group with what is blended in: each a chance, and the answers that it rests on. */
export function pooledCounts(counts: readonly RightCount[]): RightCount[] {
  const overall = chanceOf(together(counts));
  const weight = poolingWeight(counts, overall);
  return counts.map(({ right, judged }) => ({
    right: right + weight * overall,
    judged: judged + weight,
  }));
}

/** The counts of all groups. */
export function together(counts: readonly RightCount[]): RightCount {
  return counts.reduce(
    (sum, { right, judged }) => ({ right: sum.right + right, judged: sum.judged + judged }),
    neverJudged,
  );
}

/** Groups are alike until shown otherwise: so many answers' worth, and never fewer or more than these. */
const LIKELY_WEIGHT = 50;
const WEIGHT_RANGE = [5, 5_000] as const;
const PRIOR_PAIRS = 5_000;

function poolingWeight(counts: readonly RightCount[], overall: number): number {
  const variance = Math.max(1e-3, overall * (1 - overall));
  let pairs = PRIOR_PAIRS;
  let excess = PRIOR_PAIRS / (LIKELY_WEIGHT + 1);
  for (const { right, judged } of counts) {
    const error = right - judged * overall;
    excess += (error * error) / variance - judged;
    pairs += judged * Math.max(0, judged - 1);
  }
  const [least, most] = WEIGHT_RANGE;
  return excess <= 0 ? most : Math.max(least, Math.min(most, pairs / excess - 1));
}
