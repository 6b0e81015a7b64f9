/** At most so many points are kept of a run. */
const MOST_POINTS = 200;

/** The rounds at which a run's curve is taken: evenly spaced, the last one among them. */
export function curveRounds(rounds: number): readonly number[] {
  const points = Math.min(rounds, MOST_POINTS);
  return Array.from({ length: points }, (_, point) => Math.round(((point + 1) * rounds) / points));
}

/** A mean over seeds, and the standard error of it (0 for one seed). */
export interface Estimate {
  readonly mean: number;
  readonly stderr: number;
}

/** The mean of values and its standard error. */
export function estimateOf(values: ArrayLike<number>): Estimate {
  const { length } = values;
  let sum = 0;
  for (let i = 0; i < length; i += 1) sum += values[i] as number;
  const mean = sum / length;
  let squares = 0;
  for (let i = 0; i < length; i += 1) squares += ((values[i] as number) - mean) ** 2;
  return { mean, stderr: length > 1 ? Math.sqrt(squares / (length - 1) / length) : 0 };
}
