import { describe, expect, it } from 'vitest';
import { mergePatch } from './merge-patch.js';

/** The examples of RFC 7396, appendix A, whose document and patch are objects. */
describe('a merge patch', () => {
  it.each([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('of %j by %j is %j', (document, patch, merged) => {
    expect(mergePatch(document, patch)).toEqual(merged);
  });

  it('changes neither of the two', () => {
    const document = { a: { b: 1 } };
    mergePatch(document, { a: { b: 2 } });
    expect(document).toEqual({ a: { b: 1 } });
  });
});
