import { describe, expect, it } from 'vitest';
import { addressOf, fieldOf, searchIn, searchOf, type Search } from './search.js';

const SEARCH: Search = {
  task: 'q & a',
  reward_min: '0.5',
  from: '2026-05-01T10:30:00.000Z',
};

describe('a search of rounds', () => {
  it('stands in the address, and comes back from it', () => {
    const address = addressOf('/rounds', SEARCH);
    const query = Object.fromEntries(new URL(address, 'http://x').searchParams);
    expect(searchIn(query)).toEqual(SEARCH);
  });

  it('is written into fields, and read from them', () => {
    expect(searchOf((filter) => fieldOf(SEARCH, filter))).toEqual(SEARCH);
  });

  it('leaves out what is empty, or is no filter', () => {
    expect(searchIn({ task: ' ', cursor: 'x', model: 'm' })).toEqual({ model: 'm' });
    expect(addressOf('/rounds', {})).toBe('/rounds');
  });

  it('goes on from a cursor', () => {
    expect(addressOf('/rounds', { task: 'a' }, 'c')).toBe('/rounds?task=a&cursor=c');
  });
});
