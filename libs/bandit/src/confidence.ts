/** How sure the bounds are to hold. */
export interface Confidence {
  /** K, the number of models. */
  readonly models: number;
  /** The bounds of rewards, and those of costs, fail with probability at most delta / 2 each. */
  readonly delta: number;
}

/**
 * What widens all intervals of a round: the logarithm in the radius, computed once a decision.
 * @param round 1-based
 */
export function logTerm(round: number, { models, delta }: Confidence): number {
  return Math.log((2 * Math.PI ** 2 * models * round * round * round) / (3 * delta));
}

/**
 * What stands in place of the logarithm of the round for a model that was seen less often than others:
 * `ln+(share / count)`, 0 for one that had its share (MOSS: Audibert and Bubeck, COLT 2009; for any
 * horizon: Degenne and Perchet, ICML 2016). It grows while the others are asked, so that a model
 * which was unlucky at first is tried again; and it shrinks with each try.
 * @param count observations of the model, above 0
 * @param fairShare observations of a model on average, by the same count, at least 0
 */
export function neglectTerm(count: number, fairShare: number): number {
  return fairShare > count ? Math.log(fairShare / count) : 0;
}

/**
 * Half-width of the confidence interval of a mean of values in [0, 1] (Hoeffding, and a union bound
 * over models, rounds and counts): the radius of C2MAB-V (arXiv 2405.16587).
 * @param count observations of the model, above 0
 * @param log the round's `logTerm`
 */
export function hoeffdingRadius(count: number, log: number): number {
  return Math.sqrt(log / (2 * count));
}

/**
 * Half-width of the confidence interval of a mean by empirical Bernstein (Audibert, Munos and
 * Szepesvari, TCS 2009): where values vary little it is far narrower than Hoeffding's.
 * @param count observations, above 0
 * @param log the round's `logTerm`
 * @param variance of the values seen, in squared units of them, at least 0
 * @param range the largest value that is possible, in the same units
 */
export function bernsteinRadius(
  count: number,
  log: number,
  variance: number,
  range: number,
): number {
  return Math.sqrt((2 * variance * log) / count) + (3 * range * log) / count;
}

/**
 * The upper end of the score interval of a mean of values in [0, 1] (Wilson, J. Am. Stat. Assoc. 1927):
 * never above 1, narrower than Hoeffding's where the mean is near 0 or 1 and much was seen, wider
 * where nothing but failures was seen of a few.
 * @param mean in [0, 1]
 * @param count observations, above 0
 * @param deviations how many standard deviations it is wide, at least 0
 */
export function wilsonUpper(mean: number, count: number, deviations: number): number {
  const part = (deviations * deviations) / count;
  const spread = Math.sqrt(part * (mean * (1 - mean) + part / 4));
  return Math.min(1, (mean + part / 2 + spread) / (1 + part));
}
