import { describe, expect, it } from 'vitest';
import { parseConfig } from '#config';
import { configuredTasks } from '../tasks/configured-tasks.js';
import type { Task } from '../tasks/task.js';
import { WorstCases } from './worst-cases.js';

const ASKED = {
  messages: [{ role: 'user' as const, content: 'What is 6 × 7?' }],
  options: {},
  reference: null,
};

function task(rest: string): Task {
  const price = (usd: number): string =>
    `{ baseUrl: http://127.0.0.1:1/v1, maxOutputTokens: 100, price: { inputUsdPerMillionTokens: 0, outputUsdPerMillionTokens: ${usd} } }`;
  return configuredTasks(
    parseConfig(`
models:
  small: ${price(1)}
  middle: ${price(2)}
  large: ${price(10)}
tasks:
  t: { reward: any-win, size: 2, models: [small, middle], budgetUsdPerQuery: 1, ${rest.includes('evaluator') ? '' : 'evaluator: none'}${rest} }
`),
  )[0]!;
}

describe('the worst case of a combination', () => {
  it('is that of one attempt of each of its models', () => {
    const worst = new WorstCases(task(''), ASKED);
    expect(worst.of('small')).toBe(100_000);
    expect(worst.ofAll(['small', 'middle'])).toBe(300_000);
    expect(worst.besidesNano).toBe(0);
  });

  it('has the fallback beside its models, though no combination may ask it', () => {
    const worst = new WorstCases(task(', fallback: large'), ASKED);
    expect(worst.ofAll(['small'])).toBe(1_100_000);
    expect(worst.besidesNano).toBe(1_000_000);
  });

  it('has the fallback once, if it is one of its models', () => {
    const worst = new WorstCases(task(', fallback: middle'), ASKED);
    expect(worst.ofAll(['small', 'middle'])).toBe(300_000);
    expect(worst.ofAll(['small'])).toBe(300_000);
  });
});

describe('the worst case of a judged combination', () => {
  const judged = (evaluator: string): Task =>
    task(`evaluator: { kind: llm-judge, model: large, rubric: Be right., ${evaluator} }`);

  it('has a verdict for each of its models beside its answer', () => {
    const [plain, one] = [
      new WorstCases(task(''), ASKED),
      new WorstCases(judged('maxOutputTokens: 40'), ASKED),
    ];
    const verdictNano = 40 * 10_000;
    expect(one.of('small')).toBe(plain.of('small') + verdictNano);
    expect(one.ofAll(['small', 'middle'])).toBe(plain.ofAll(['small', 'middle']) + 2 * verdictNano);
  });

  it('has no more than the judge may say at all', () => {
    const worst = new WorstCases(judged('maxOutputTokens: 4000'), ASKED);
    expect(worst.of('small')).toBe(100_000 + 100 * 10_000);
  });
});
