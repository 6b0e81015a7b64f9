/** The normal quantile of a two-sided interval of 95%. */
const Z = 1.959964;

/**
 * The interval of 95% of a mean of values in [0, 1] (Wilson's score interval). Those other than 0 and 1
 * vary less, so it is wide enough for them too.
 */
export function wilson(sum: number, count: number): { low: number; high: number } {
  const mean = sum / count;
  const weight = (Z * Z) / count;
  const centre = (mean + weight / 2) / (1 + weight);
  const half = (Z * Math.sqrt((mean * (1 - mean)) / count + weight / (4 * count))) / (1 + weight);
  return { low: Math.max(0, centre - half), high: Math.min(1, centre + half) };
}
