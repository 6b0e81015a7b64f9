import { describe, expect, it } from 'vitest';
import { fieldsOf } from './field-values.js';

describe('fields on a command line', () => {
  it('are numbers, words, lists and mappings, as in YAML', () => {
    const words = ['size=2', 'reward=any-win', 'models=[a, b]', 'evaluator={kind: number}'];
    expect(fieldsOf(words)).toEqual({
      size: 2,
      reward: 'any-win',
      models: ['a', 'b'],
      evaluator: { kind: 'number' },
    });
  });

  it('reach into mappings by dots, and take away by null', () => {
    expect(fieldsOf(['policy.name=fixed', 'policy.models=a+b', 'parts=null'])).toEqual({
      policy: { name: 'fixed', models: 'a+b' },
      parts: null,
    });
  });

  it.each(['size', '=2', 'a..b=1', 'a=[1'])('are not %s', (word) => {
    expect(() => fieldsOf([word])).toThrow(word);
  });
});
