import { conjugateGradients } from '../conjugate-gradients.js';
import type { Features } from '../features.js';

/**
 * A ridge regression, and what the same regression says of its own rows when it has not seen them:
 * each row is estimated by the rows of the other folds (cross-fitting, Stone 1974). So calibration
 * and errors are learnt from estimates as honest as those of queries to come.
 */
export class CrossFittedRegression {
  /** A row's estimate by the rows of the other folds; of rows without a target too. */
  readonly heldOut: Float64Array;
  /** Learnt from all rows. */
  readonly line: Line;

  /**
   * @param targets one for each row, NaN where unknown; at least one known
   * @param precisions of each feature's weight, in units of the noise's
   * @param folds at least 2; a row belongs to the fold of its index, modulo this
   */
  constructor(
    rows: readonly Features[],
    targets: Float64Array,
    precisions: Float64Array,
    folds: number,
  ) {
    const known = rows.map((_, row) => row).filter((row) => !Number.isNaN(targets[row]));
    const fit = (picked: readonly number[]): Line =>
      lineOf(
        picked.map((row) => rows[row] as Features),
        picked.map((row) => targets[row] as number),
        precisions,
      );
    this.line = fit(known);
    this.heldOut = new Float64Array(rows.length);
    for (let fold = 0; fold < folds; fold += 1) {
      const others = known.filter((row) => row % folds !== fold);
      const line = others.length > 0 ? fit(others) : this.line;
      for (let row = fold; row < rows.length; row += folds)
        this.heldOut[row] = valueOf(line, rows[row] as Features);
    }
  }
}

/** A linear function of a query's features. */
export interface Line {
  readonly level: number;
  readonly weights: Float64Array;
}

function lineOf(rows: readonly Features[], targets: number[], precisions: Float64Array): Line {
  const level = targets.reduce((sum, target) => sum + target, 0) / targets.length;
  const weights = conjugateGradients(
    rows,
    targets.map((target) => target - level),
    precisions,
  );
  return { level, weights };
}

export function valueOf({ level, weights }: Line, { indices, values }: Features): number {
  let sum = level;
  for (let at = 0; at < indices.length; at += 1)
    sum += (weights[indices[at] as number] as number) * (values[at] as number);
  return sum;
}
