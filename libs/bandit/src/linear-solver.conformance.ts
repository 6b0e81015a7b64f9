import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LinearProgram, LinearSolver } from './linear-program.js';

const thousandth = fc.integer({ min: -3_000, max: 3_000 }).map((weight) => weight / 1_000);
const model = fc.record({ weight: thousandth, cost: fc.integer({ min: 0, max: 10_000_000 }) });

/** Costs and budgets in nano-dollars, from free models to programs that nothing fits. */
export const linearPrograms: fc.Arbitrary<LinearProgram> = fc
  .record({
    models: fc.array(model, { minLength: 1, maxLength: 12 }),
    size: fc.integer({ min: 1, max: 12 }),
    exactly: fc.boolean(),
    budget: fc.integer({ min: 100_000, max: 20_000_000 }),
  })
  .map(({ models, size, exactly, budget }) => ({
    weights: Float64Array.from(models, ({ weight }) => weight),
    costs: Float64Array.from(models, ({ cost }) => cost),
    size: Math.min(size, models.length),
    exactly,
    budget,
  }));

/** The objective's value of a selection. */
export function valueOf({ weights }: LinearProgram, z: readonly number[]): number {
  return z.reduce((sum, fraction, model) => sum + fraction * weights[model]!, 0);
}

/** The promises that every solver of linear programs makes. */
export function describeLinearSolver(name: string, solve: LinearSolver): void {
  describe(name, () => {
    it('keeps every constraint', () => {
      fc.assert(
        fc.property(linearPrograms, (program) => {
          const z = solve(program);
          if (z === null) return;
          const size = z.reduce((sum, fraction) => sum + fraction, 0);
          const cost = z.reduce(
            (sum, fraction, model) => sum + fraction * program.costs[model]!,
            0,
          );
          expect(Math.min(...z)).toBeGreaterThan(-1e-6);
          expect(Math.max(...z)).toBeLessThan(1 + 1e-6);
          expect(cost).toBeLessThan(program.budget * (1 + 1e-6));
          if (program.exactly) expect(size).toBeCloseTo(program.size, 5);
          else expect(size).toBeLessThan(program.size + 1e-6);
        }),
      );
    });

    it('says so where nothing is feasible', () => {
      const program = { weights: [1, 2], costs: [5, 7], budget: 11, size: 2, exactly: true };
      expect(solve(typed(program))).toBeNull();
      expect(solve(typed({ ...program, budget: 12 }))).toEqual([1, 1]);
    });

    it('mixes the two models that the budget lies between', () => {
      const program = { weights: [0.2, 0.8], costs: [100, 500], budget: 200, size: 1 };
      const z = solve(typed({ ...program, exactly: true }));
      expect(z?.[0]).toBeCloseTo(0.75, 6);
      expect(z?.[1]).toBeCloseTo(0.25, 6);
    });

    it('is not misled by dollars as small as 1e-6', () => {
      const program = { weights: [0.5, 0.9], costs: [1e-7, 2e-6], budget: 1e-6, size: 1 };
      const z = solve(typed({ ...program, exactly: true }));
      expect(z?.[1]).toBeCloseTo(9 / 19, 6);
    });
  });
}

function typed(
  program: Omit<LinearProgram, 'weights' | 'costs'> & { weights: number[]; costs: number[] },
): LinearProgram {
  return {
    ...program,
    weights: Float64Array.from(program.weights),
    costs: Float64Array.from(program.costs),
  };
}
