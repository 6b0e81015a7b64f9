import { meansTable, type Phase, type ScoredRewardModel, type SyntheticModel } from '#replay';

/**
 * The set-up of the paper's experiments (arXiv 2405.16587): nine models, four of them a query, three
 * tasks. The paper does not print the models' means: these are ours, as are the costs, in parts of the
 * unit in which the paper's budgets are (a dollar here).
 */
export const paperModels: readonly SyntheticModel[] = [
  { model: 'ChatGLM2-6B', mean: 0.55, costNano: 0.015e9 },
  { model: 'ChatGPT-3.5', mean: 0.74, costNano: 0.06e9 },
  { model: 'ChatGPT-4', mean: 0.93, costNano: 0.6e9 },
  { model: 'Claude-2', mean: 0.86, costNano: 0.32e9 },
  { model: 'ERNIE-3.5', mean: 0.76, costNano: 0.09e9 },
  { model: 'Llama-2-7B', mean: 0.5, costNano: 0.02e9 },
  { model: 'Llama-2-13B', mean: 0.58, costNano: 0.04e9 },
  { model: 'Llama-2-70B', mean: 0.7, costNano: 0.1e9 },
  { model: 'Mixtral-8x7B', mean: 0.8, costNano: 0.14e9 },
];

/** The world of these models, which does not change. */
export const paperPhases: readonly Phase[] = [{ from: 1, table: meansTable(paperModels) }];

/** N, T, and rho of the paper's three tasks: AWC, SUC and AIC. */
export const paperTerms: {
  readonly size: number;
  readonly rounds: number;
  readonly budgetUsd: Readonly<Record<ScoredRewardModel, number>>;
} = { size: 4, rounds: 10_000, budgetUsd: { 'any-win': 0.45, 'sum-up': 0.5, 'all-in': 0.3 } };
