import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { feedbackRequest, ratingIn } from './feedback-request.js';

const id = randomUUID();

describe('feedback', () => {
  it.each([
    ['Purser', { query_id: id, score: 0.5, name: 'anna' }],
    ['TensorZero', { inference_id: id, metric_name: 'anna', value: 0.5, tags: {}, dryrun: false }],
    ['Langfuse', { traceId: id, name: 'anna', value: 0.5, dataType: 'NUMERIC', comment: null }],
    ['LangSmith', { run_id: id, key: 'anna', score: 0.5, value: null, comment: null }],
  ])('may be sent as a client of %s does', (_which, body) => {
    expect(ratingIn(feedbackRequest.parse(body))).toEqual({
      queryId: id,
      model: null,
      source: 'anna',
      score: 0.5,
      comment: null,
      tags: {},
      receipt: null,
    });
  });

  it('may say yes or no, by nobody in particular, and have an id', () => {
    const rating = ratingIn(
      feedbackRequest.parse({ round_id: id, value: false, feedback_id: 'x' }),
    );
    expect(rating).toMatchObject({ score: 0, source: 'user', receipt: { scope: 'api', id: 'x' } });
  });

  it.each([
    ['no query', { score: 1 }, 'query_id'],
    ['two queries', { query_id: id, run_id: id, score: 1 }, 'query_id'],
    ['no score', { query_id: id, score: null }, 'score'],
    ['two scores', { query_id: id, score: 1, value: 1 }, 'score'],
    ['a label', { query_id: id, value: 'good' }, 'value'],
    ['two names', { query_id: id, score: 1, name: 'a', key: 'b' }, 'name'],
    ['two ids', { query_id: id, score: 1, id: 'a', feedback_id: 'b' }, 'id'],
    ['an episode', { episode_id: id, value: 1 }, 'episode_id'],
    ['a dry run', { query_id: id, score: 1, dryrun: true }, 'dryrun'],
  ])('is refused with %s, by name', (_what, body, field) => {
    const { error } = feedbackRequest.safeParse(body);
    expect(error?.issues.map(({ path }) => path[0])).toContain(field);
  });
});
