import { describe, expect, it } from 'vitest';
import { mergePatchOf } from './merge-patch.js';

describe('a merge patch', () => {
  it('says what is new, what is changed and what is gone', () => {
    const before = { size: 2, budget: 1, models: ['a', 'b'], store: 'full' };
    const after = { size: 3, budget: 1, models: ['a'], fallback: 'a' };
    expect(mergePatchOf(before, after)).toEqual({
      size: 3,
      models: ['a'],
      store: null,
      fallback: 'a',
    });
  });

  it('goes into what has fields of its own', () => {
    const before = { policy: { name: 'c2mab-v', alpha: 1, memory: 2 }, rules: { exclude: ['a'] } };
    const after = { policy: { name: 'c2mab-v', alpha: 2 }, rules: { exclude: ['a'] } };
    expect(mergePatchOf(before, after)).toEqual({ policy: { alpha: 2, memory: null } });
  });

  it('replaces what was text by fields', () => {
    expect(mergePatchOf({ evaluator: 'none' }, { evaluator: { kind: 'number' } })).toEqual({
      evaluator: { kind: 'number' },
    });
  });

  it('is empty where nothing changed', () => {
    expect(mergePatchOf({ a: { b: [1, { c: 2 }] } }, { a: { b: [1, { c: 2 }] } })).toEqual({});
  });
});
