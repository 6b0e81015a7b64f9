import type { RelaxedSolution } from './relaxed-solution.js';
import type { SelectionProblem } from './selection-problem.js';

/**
 * Solves a round's relaxed program: the most reward whose expected cost is within the budget. Where
 * no combination fits, the cheapest is the solution, and its cost tells.
 */
export type Relaxation = (problem: SelectionProblem) => RelaxedSolution;
