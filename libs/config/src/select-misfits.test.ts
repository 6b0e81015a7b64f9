import { describe, expect, it } from 'vitest';
import { readConfig } from './purser-config.js';

function faultsOf(task: Record<string, unknown>): string {
  const price = { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1 };
  const model = { baseUrl: 'http://127.0.0.1:1/v1', price, maxOutputTokens: 8 };
  const whole = { reward: 'any-win', size: 2, budgetUsdPerQuery: 1, evaluator: 'exact', ...task };
  const { faults } = readConfig({ models: { m: model, n: model }, tasks: { t: whole } });
  return faults.map(({ path, message }) => `${path.join('.')} ${message}`).join('\n');
}

describe('a task that chooses subsets by query', () => {
  const labels = ['yes', 'no'];

  it.each([
    { policy: 'select' },
    { policy: { name: 'select', ask: 'cascade' }, evaluator: 'none' },
    { policy: 'select', size: 1, evaluator: 'none', stream: 'immediate' },
    { policy: 'select', reward: 'vote', labels, evaluator: { kind: 'choice', choices: labels } },
  ])('may be %j', (task) => {
    expect(faultsOf(task)).toBe('');
  });

  it.each([
    [{ reward: 'sum-up', evaluator: 'none' }, 'tasks.t.policy.name select foresees whether'],
    [{ store: 'hash' }, 'tasks.t.store must be full'],
    [{ evaluator: 'none' }, 'tasks.t.policy.ask must be cascade where no evaluator judges'],
    [{ stream: 'immediate' }, 'tasks.t.stream must be evaluated, or left out'],
  ])('refuses %j', (task, says) => {
    expect(faultsOf({ policy: 'select', ...task })).toContain(says);
  });
});
