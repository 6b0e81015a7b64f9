import { describe, expect, it } from 'vitest';
import { batchOf } from './batch.js';

const QUERY = { id: 'a', input: 'Why?' };
const SAMPLE = { input: 'How?', outcomes: { small: { score: 1 } } };

describe('a batch', () => {
  it.each([
    ['lines of JSON', `${JSON.stringify(QUERY)}\n\n${JSON.stringify(SAMPLE)}\n`],
    ['a list', JSON.stringify([QUERY, SAMPLE], null, 2)],
    ['a body with queries', JSON.stringify({ task: 'qa', queries: [QUERY, SAMPLE] })],
  ])('is read from %s', (_, text) => {
    expect(batchOf(text)).toEqual({
      lines: `${JSON.stringify(QUERY)}\n${JSON.stringify(SAMPLE)}\n`,
      queries: 1,
      samples: 1,
    });
  });

  it('is read from text, a query a line', () => {
    expect(batchOf('Why?\n\n How? \n').lines).toBe('{"input":"Why?"}\n{"input":"How?"}\n');
  });

  it('of one line is one query', () => {
    expect(batchOf(JSON.stringify(QUERY))).toMatchObject({ queries: 1, samples: 0 });
  });

  it('says which line is no JSON', () => {
    expect(() => batchOf(`${JSON.stringify(QUERY)}\n{"input": `)).toThrow('line 2 is no JSON');
  });

  it('is refused where there is nothing', () => {
    expect(() => batchOf(' \n')).toThrow('no query');
  });
});
