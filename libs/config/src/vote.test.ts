import { describe, expect, it } from 'vitest';
import { readConfig } from './purser-config.js';

function faultsOf(task: Record<string, unknown>): string[] {
  const price = { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1 };
  const model = { baseUrl: 'http://127.0.0.1:1/v1', price, maxOutputTokens: 8 };
  const whole = { reward: 'vote', size: 1, budgetUsdPerQuery: 1, ...task };
  const { faults } = readConfig({ models: { m: model }, tasks: { t: whole } });
  return faults.map(({ path, message }) => `${path.join('.')} ${message}`);
}

describe('a task whose models vote', () => {
  it('is decided by thrift and judged by its labels, unless it says otherwise', () => {
    const price = { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1 };
    const model = { baseUrl: 'http://127.0.0.1:1/v1', price, maxOutputTokens: 8 };
    const task = { reward: 'vote', size: 1, budgetUsdPerQuery: 1, labels: ['yes', 'no'] };
    const tasks = { t: task, u: { ...task, evaluator: 'none', policy: 'c2mab-v' } };
    const { config, faults } = readConfig({ models: { m: model }, tasks });
    expect(faults).toEqual([]);
    expect(config.tasks['t']).toMatchObject({
      policy: { name: 'thrift' },
      evaluator: { kind: 'choice', choices: ['yes', 'no'] },
    });
    expect(config.tasks['u']).toMatchObject({
      policy: { name: 'c2mab-v' },
      evaluator: { kind: 'none' },
    });
  });

  it.each([
    [{}, 'tasks.t.labels is missing'],
    [{ labels: ['yes'] }, 'tasks.t.labels must name at least two labels'],
    [{ labels: ['yes', 'Yes'] }, 'tasks.t.labels.1 "Yes" is listed twice'],
    [{ labels: ['yes', 'no'], evaluator: 'choice' }, 'has other choices (A, B, C, D)'],
    [{ labels: ['yes', 'no'], stream: 'immediate' }, 'tasks.t.stream must be evaluated'],
    [{ labels: ['yes', 'no'], size: 2 }, 'asks at most so many'],
    [
      { labels: ['yes', 'no'], policy: { name: 'thrift', clusters: 4 }, store: 'hash' },
      'tasks.t.policy.clusters is learnt from texts, of which store: hash keeps none',
    ],
    [
      {
        labels: 'a b c d e f g h i j k l m'.split(' '),
        policy: { name: 'thrift', errors: 'by-label' },
      },
      'tasks.t.policy.errors must be uniform for 13 labels',
    ],
    [{ reward: 'any-win', labels: ['yes', 'no'], evaluator: 'none' }, 'this one is any-win'],
    [{ reward: 'sum-up', policy: 'thrift', evaluator: 'none' }, 'this task is sum-up'],
  ])('refuses %j', (task, says) => {
    expect(faultsOf(task).join('\n')).toContain(says);
  });
});
