import { describe, expect, it } from 'vitest';
import { parseConfig } from '#config';
import { configuredTasks } from '../tasks/configured-tasks.js';
import { budgetWarning } from './budget-check.js';

function warningAt(budgetUsd: number): string | undefined {
  const [task] = configuredTasks(
    parseConfig(`
models:
  small: { baseUrl: http://127.0.0.1:1/v1, maxOutputTokens: 1024, price: { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1 } }
  large: { baseUrl: http://127.0.0.1:1/v1, maxOutputTokens: 1024, price: { inputUsdPerMillionTokens: 9, outputUsdPerMillionTokens: 9 } }
tasks:
  pair: { reward: sum-up, size: 2, budgetUsdPerQuery: ${budgetUsd}, evaluator: none }
`),
  );
  return budgetWarning(task!);
}

describe('a budget', () => {
  it('that no combination fits is told at start, with the cheapest there is', () => {
    expect(warningAt(0.001)).toMatch(/task pair: .*0\.00456.*raise the budget/);
  });

  it('that one combination fits is fine', () => {
    expect(warningAt(0.01)).toBeUndefined();
  });
});
