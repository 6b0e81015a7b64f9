import { describe, expect, it } from 'vitest';
import { pairOf, wordsOf } from './words.js';

describe('the words of a text', () => {
  it('are the same in capitals, with other digits and between other spaces', () => {
    expect(wordsOf('Pay $18\n now')).toEqual(wordsOf('pay $42 NOW'));
    expect(wordsOf('pay 18')).not.toEqual(wordsOf('pay 180'));
  });

  it('include signs of punctuation, and words of other alphabets whole', () => {
    expect(wordsOf('a+b')).toHaveLength(3);
    expect(wordsOf('Straße über')).toHaveLength(2);
    expect(wordsOf('')).toEqual([]);
  });

  it('are characters where words are not told apart by spaces', () => {
    expect(wordsOf('你好吗')).toHaveLength(3);
  });

  it('are a thousand at most', () => {
    expect(wordsOf('word '.repeat(5_000))).toHaveLength(1_000);
    expect(wordsOf('!'.repeat(5_000))).toHaveLength(1_000);
  });

  it('make other pairs in another order', () => {
    const [left, right] = wordsOf('not bad') as [number, number];
    expect(pairOf(left, right)).not.toBe(pairOf(right, left));
  });
});
