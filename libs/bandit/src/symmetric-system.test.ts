import fc from 'fast-check';
import { expect, it } from 'vitest';
import { solveSymmetric } from './symmetric-system.js';

it('a symmetric system is solved', () => {
  const value = fc.double({ min: -3, max: 3, noNaN: true });
  const sized = fc.integer({ min: 1, max: 6 }).chain((n) =>
    fc.record({
      factors: fc.array(value, { minLength: n * n, maxLength: n * n }),
      x: fc.array(value, { minLength: n, maxLength: n }),
    }),
  );
  fc.assert(
    fc.property(sized, ({ factors, x }) => {
      const n = x.length;
      const a = new Float64Array(n * n);
      for (let i = 0; i < n; i += 1) {
        for (let j = 0; j < n; j += 1) {
          a[i * n + j] = i === j ? 1 : 0;
          for (let k = 0; k < n; k += 1) a[i * n + j]! += factors[i * n + k]! * factors[j * n + k]!;
        }
      }
      const b = Float64Array.from(x, (_, i) =>
        x.reduce((sum, value, j) => sum + a[i * n + j]! * value, 0),
      );
      solveSymmetric(a, b).forEach((found, i) => expect(found).toBeCloseTo(x[i]!, 6));
    }),
  );
});
