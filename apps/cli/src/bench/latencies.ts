/** How long things took, in milliseconds. */
export interface Latencies {
  readonly p50: number;
  readonly p99: number;
}

/** @param sample in any order, at least one */
export function latenciesOf(sample: readonly number[]): Latencies {
  const sorted = sample.toSorted((a, b) => a - b);
  const at = (quantile: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * quantile))] ?? NaN;
  return { p50: at(0.5), p99: at(0.99) };
}
