import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { solveByLibrary } from './library-solver.js';
import { describeLinearSolver, linearPrograms, valueOf } from './linear-solver.conformance.js';
import { solveByPrice } from './price-solver.js';

describeLinearSolver('the search over the price of money', solveByPrice);
describeLinearSolver('javascript-lp-solver', solveByLibrary);

describe('both solvers', () => {
  it('agree on what is feasible and how much it earns', () => {
    fc.assert(
      fc.property(linearPrograms, (program) => {
        const fast = solveByPrice(program);
        const reference = solveByLibrary(program);
        if (reference === null || fast === null) {
          expect(fast).toEqual(reference);
        } else {
          expect(valueOf(program, fast)).toBeCloseTo(valueOf(program, reference), 5);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('leave at most two models fractional where the search solves', () => {
    fc.assert(
      fc.property(linearPrograms, (program) => {
        const fractional = solveByPrice(program)?.filter((z) => z > 1e-9 && z < 1 - 1e-9) ?? [];
        expect(fractional.length).toBeLessThanOrEqual(2);
      }),
    );
  });

  it.each([NaN, Infinity])('refuse %d where the library would swallow it', (bad) => {
    const weights = Float64Array.of(1, 2);
    const costs = Float64Array.of(bad, 1);
    const program = { weights, costs, budget: 1, size: 1, exactly: true };
    expect(() => solveByLibrary(program)).toThrow(RangeError);
  });
});
