/**
 * A linear program over models: the most `sum weight * z` with z in [0, 1], `sum cost * z <= budget`,
 * and `sum z = size`, or `<= size` unless `exactly`.
 */
export interface LinearProgram {
  /** Finite; may be negative. */
  readonly weights: Float64Array;
  /** Finite, at least 0, one for each weight. */
  readonly costs: Float64Array;
  /** Above 0, in the units of the costs. */
  readonly budget: number;
  readonly size: number;
  readonly exactly: boolean;
}

/**
 * Solves a linear program exactly.
 * @returns z, or null where nothing is feasible
 */
export type LinearSolver = (program: LinearProgram) => number[] | null;
