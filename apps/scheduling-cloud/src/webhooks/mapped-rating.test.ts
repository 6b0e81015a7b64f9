import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { RatingMapping, RatingScale } from '#config';
import { mappedRating } from './mapped-rating.js';
import { scoreOn } from './scale.js';

const queryId = randomUUID();
const mapping: RatingMapping = {
  query: 'data.query',
  rating: 'data.answers[1].value',
  scale: 'stars',
  rater: 'data.who',
  comment: 'data.remark',
  model: 'data.model',
  when: { path: 'type', equals: 'answered' },
};

function payload(data: object = {}): unknown {
  const answers = [{ value: 'x' }, { value: 4 }];
  return { type: 'answered', data: { query: queryId, answers, who: 7, remark: '', ...data } };
}

describe('a mapping', () => {
  it('reads the rating out of the JSON of its sender', () => {
    expect(mappedRating(mapping, payload())).toEqual({
      queryId,
      score: 0.75,
      model: null,
      comment: null,
      rater: '7',
    });
  });

  it('leaves alone what is about something else', () => {
    expect(mappedRating(mapping, { type: 'opened' })).toBeUndefined();
    expect(mappedRating(mapping, null)).toBeUndefined();
  });

  it.each([
    ['data.query', { query: 'Q1' }],
    ['data.query', { query: undefined }],
    ['data.answers[1].value', { answers: [] }],
    ['data.answers[1].value', { answers: [{}, { value: 6 }] }],
    ['data.answers[1].value', { answers: [{}, { value: { stars: 4 } }] }],
    ['data.remark', { remark: 'a\0b' }],
    ['data.model', { model: [] }],
  ])('names %s when it is %j', (path, data) => {
    expect(() => mappedRating(mapping, payload(data))).toThrow(
      expect.objectContaining({ status: 422, code: 'invalid_payload', param: path }),
    );
  });

  it('sees nothing that the JSON does not have itself', () => {
    const inherited = { ...mapping, rating: 'constructor.name' };
    expect(() => mappedRating(inherited, payload())).toThrow('is missing');
  });
});

describe('a scale', () => {
  const scales: [RatingScale, unknown, number | undefined][] = [
    ['score', 0.25, 0.25],
    ['score', '1', 1],
    ['score', 1.5, undefined],
    ['score', '', undefined],
    ['score', Number.NaN, undefined],
    ['stars', 1, 0],
    ['stars', 5, 1],
    ['stars', 0, undefined],
    ['0-10', 7, 0.7],
    ['0-10', 11, undefined],
    ['boolean', true, 1],
    ['boolean', 'No', 0],
    ['boolean', 'maybe', undefined],
    ['thumbs', 'UP', 1],
    ['thumbs', '👎', 0],
    ['thumbs', -1, 0],
    ['thumbs', null, undefined],
    [{ min: 5, max: 1 }, 2, 0.75],
    [{ min: 0, max: 100 }, 101, undefined],
    [{ labels: { Great: 1, meh: 0.5 } }, 'Great', 1],
    [{ labels: { Great: 1, meh: 0.5 } }, 'MEH', 0.5],
    [{ labels: { meh: 0.5 } }, 'toString', undefined],
  ];
  it.each(scales)('%j makes %j worth %j', (scale, value, score) => {
    expect(scoreOn(scale, value)).toBe(score);
  });
});
