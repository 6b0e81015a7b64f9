import { describe, expect, it } from 'vitest';
import { sampleOf } from './webhook.js';

describe('a sample of what a sender sends', () => {
  it('has each value where the mapping looks for it', () => {
    const mapping = {
      query: 'data.custom.query_id',
      rating: 'data.answers[1].stars',
      scale: 'stars',
      rater: 'data.answers[1].by',
      when: { path: 'type', equals: 'survey.answered' },
    };
    expect(sampleOf(mapping, 'q1')).toEqual({
      type: 'survey.answered',
      data: { custom: { query_id: 'q1' }, answers: [null, { stars: 5, by: 'anna' }] },
    });
  });

  it.each([
    ['score', 1],
    ['0-10', 10],
    ['boolean', true],
    ['thumbs', 'up'],
    [{ min: 5, max: 1 }, 1],
    [{ labels: { meh: 0.5, great: 1 } }, 'great'],
  ])('gives the best of the scale %j', (scale, best) => {
    expect(sampleOf({ query: 'q', rating: 'r', scale }, 'x')).toEqual({ q: 'x', r: best });
  });
});
