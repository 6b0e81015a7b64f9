import type { Features } from './features.js';

/** Rows are gone through at most so often. */
const MOST_STEPS = 40;
/** The part of the first residual's squares that is small enough to stop. */
const ENOUGH = 1e-8;

/**
 * Ridge regression of many rows at once: solves `(X'X + diag(precisions)) w = X'y` for w, by
 * conjugate gradients (Hestenes and Stiefel 1952), so that no matrix is ever made.
 * @param targets one for each row
 * @param precisions of each weight's prior, above 0, in units of the noise's
 */
export function conjugateGradients(
  rows: readonly Features[],
  targets: ArrayLike<number>,
  precisions: Float64Array,
): Float64Array {
  const size = precisions.length;
  const weights = new Float64Array(size);
  const residual = new Float64Array(size);
  rows.forEach((row, at) => addScaled(residual, row, targets[at] as number));
  const direction = residual.slice();
  let squares = inner(residual, residual);
  const enough = squares * ENOUGH;
  for (let step = 0; step < MOST_STEPS && squares > enough; step += 1) {
    const image = direction.map((value, index) => value * (precisions[index] as number));
    for (const row of rows) addScaled(image, row, product(direction, row));
    const length = squares / inner(direction, image);
    for (let index = 0; index < size; index += 1) {
      weights[index] = (weights[index] as number) + length * (direction[index] as number);
      residual[index] = (residual[index] as number) - length * (image[index] as number);
    }
    const left = inner(residual, residual);
    for (let index = 0; index < size; index += 1) {
      const turned = (left / squares) * (direction[index] as number);
      direction[index] = (residual[index] as number) + turned;
    }
    squares = left;
  }
  return weights;
}

function product(dense: Float64Array, { indices, values }: Features): number {
  let sum = 0;
  for (let at = 0; at < indices.length; at += 1) {
    sum += (dense[indices[at] as number] as number) * (values[at] as number);
  }
  return sum;
}

function addScaled(dense: Float64Array, { indices, values }: Features, scale: number): void {
  for (let at = 0; at < indices.length; at += 1) {
    const index = indices[at] as number;
    dense[index] = (dense[index] as number) + scale * (values[at] as number);
  }
}

function inner(left: Float64Array, right: Float64Array): number {
  let sum = 0;
  for (let index = 0; index < left.length; index += 1) {
    sum += (left[index] as number) * (right[index] as number);
  }
  return sum;
}
