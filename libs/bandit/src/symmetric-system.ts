/**
 * Solves `A x = b` by Cholesky's factors.
 * @param a row by row, symmetric and positive definite; written over
 */
export function solveSymmetric(a: Float64Array, b: Float64Array): Float64Array {
  const n = b.length;
  factorise(a, n);
  const x = Float64Array.from(b);
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < i; k += 1) x[i] = at(x, i) - at(a, i * n + k) * at(x, k);
    x[i] = at(x, i) / at(a, i * n + i);
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    for (let k = i + 1; k < n; k += 1) x[i] = at(x, i) - at(a, k * n + i) * at(x, k);
    x[i] = at(x, i) / at(a, i * n + i);
  }
  return x;
}

/** Writes L, where A = L L', over the lower half of A. */
function factorise(a: Float64Array, n: number): void {
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = at(a, i * n + j);
      for (let k = 0; k < j; k += 1) sum -= at(a, i * n + k) * at(a, j * n + k);
      a[i * n + j] = i === j ? Math.sqrt(sum) : sum / at(a, j * n + j);
    }
  }
}

function at(values: Float64Array, index: number): number {
  return values[index] as number;
}
