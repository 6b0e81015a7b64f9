import { describe, expect, it } from 'vitest';
import { ConfigError } from './config-error.js';
import { parseConfig } from './parse.js';

const taskOf = (more: string) => `
models:
  small:
    baseUrl: http://localhost:8000/v1
    maxOutputTokens: 1024
    price: { inputUsdPerMillionTokens: 0.1, outputUsdPerMillionTokens: 0.4 }
  org/big-1.5:
    baseUrl: https://api.example.com/v1
    maxOutputTokens: 1024
    price: { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 4 }
tasks:
  qa:
    reward: any-win
    size: 2
    budgetUsdPerQuery: 0.0005
    evaluator: number
    ${more.replaceAll('\n', '\n    ')}
`;

function messagesOf(text: string): string[] {
  try {
    parseConfig(text);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.faults.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe('the rules of a task', () => {
  it('name models of the task, and are passed on', () => {
    const rules = '{ exclude: [small], atMostOneOf: [[small, org/big-1.5]] }';
    expect(parseConfig(taskOf(`rules: ${rules}`)).tasks['qa']!.rules).toEqual({
      exclude: ['small'],
      atMostOneOf: [['small', 'org/big-1.5']],
    });
  });

  it('are refused where they name another, with the one that was meant', () => {
    expect(messagesOf(taskOf(`rules: { atLeastOneOf: [[smal]] }`))).toEqual([
      `tasks.qa.rules.atLeastOneOf[0][0]: "smal" is not one of the task's models: did you mean small?`,
    ]);
    expect(messagesOf(taskOf(`rules: { atLeastOne: [[small]] }`))[0]).toContain(
      'did you mean atLeastOneOf?',
    );
  });
});

describe('forgetting', () => {
  it('is refused where it says nothing, or has nothing to forget', () => {
    expect(messagesOf(taskOf(`forgetting: {}`))[0]).toContain('halfLifeRounds');
    const contextual = 'policy: contextual\nforgetting: { windowRounds: 100 }';
    expect(messagesOf(taskOf(contextual))[0]).toContain('set retention');
  });
});
