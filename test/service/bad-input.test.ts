import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';

const JSON_TYPE = { 'content-type': 'application/json' };

interface Refusal {
  what: string;
  path?: string;
  body: unknown;
  headers?: Record<string, string>;
  status: number;
  code: string;
  param?: string | null;
}

const refusals: Refusal[] = [
  { what: 'a malformed body', body: '{"task": "any"', status: 400, code: 'invalid_json' },
  { what: 'an empty body', body: '', status: 400, code: 'invalid_json' },
  { what: 'a body that is no object', body: [1], status: 400, code: 'invalid_request' },
  {
    what: 'an unknown task',
    body: { task: 'none', input: 'x' },
    status: 404,
    code: 'task_not_found',
    param: 'task',
  },
  {
    what: 'a 10 MB prompt',
    body: { task: 'any', input: 'x'.repeat(10 * 1024 * 1024) },
    status: 413,
    code: 'body_too_large',
  },
  {
    what: 'a wrong content type',
    body: 'task=any&input=x',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'plain text',
    body: 'hello',
    headers: { 'content-type': 'text/plain' },
    status: 415,
    code: 'unsupported_media_type',
  },
  {
    what: 'a field that it does not know',
    body: { task: 'any', input: 'x', temperatur: 1 },
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'neither input nor messages',
    body: { task: 'any' },
    status: 400,
    code: 'invalid_request',
    param: 'input',
  },
  {
    what: 'an empty input',
    body: { task: 'any', input: '' },
    status: 400,
    code: 'invalid_request',
    param: 'input',
  },
  {
    what: 'a NUL character',
    body: { task: 'any', input: 'a\u0000b' },
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'a lone surrogate',
    body: '{"task": "any", "input": "\\ud800"}',
    status: 400,
    code: 'invalid_request',
  },
  {
    what: 'a Prefer header that is no number of seconds',
    body: { task: 'any', input: 'x' },
    headers: { prefer: 'wait=soon' },
    status: 400,
    code: 'invalid_request',
    param: 'Prefer',
  },
  ...[1.5, -0.1, '1', null, []].map((score) => ({
    what: `a score of ${JSON.stringify(score)}`,
    path: '/v1/feedback',
    body: { query_id: randomUUID(), score },
    status: 400,
    code: 'invalid_request',
    param: 'score',
  })),
  {
    what: 'a score of NaN',
    path: '/v1/feedback',
    body: `{"query_id": "${randomUUID()}", "score": NaN}`,
    status: 400,
    code: 'invalid_json',
  },
  {
    what: 'a rating of what is no query',
    path: '/v1/feedback',
    body: { query_id: 'x', score: 1 },
    status: 400,
    code: 'invalid_request',
    param: 'query_id',
  },
];

onEachBackend('the service', (opened) => {
  it.each(refusals)('refuses $what', async ({ path, body, headers, status, code, param }) => {
    const answer = await opened.client.post(path ?? '/v1/queries', body, headers ?? JSON_TYPE);
    expect(answer.body.error).toMatchObject({ code, ...(param === undefined ? {} : { param }) });
    expect(answer.body).toEqual({
      error: {
        message: expect.stringMatching(/./) as string,
        type: expect.stringMatching(/_error$/) as string,
        param: expect.toSatisfy((value) => value === null || typeof value === 'string') as string,
        code,
      },
    });
    expect(answer.status).toBe(status);
  });

  it('answers 404 in the same shape for what is not there', async () => {
    for (const path of ['/v1/queries/x', `/v1/queries/${randomUUID()}`, '/v1/rounds/x', '/none']) {
      const { status, body } = await opened.client.get(path);
      expect(status).toBe(404);
      expect(body.error.type).toBe('not_found_error');
    }
  });

  it('answers in the same shape what is no URL at all', async () => {
    const { status, body } = await opened.client.get('/v1/queries/%');
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'invalid_request', param: null });
  });

  it('has written nothing of all that', async () => {
    for (const table of ['queries', 'rounds', 'ratings', 'idempotency_keys']) {
      expect(await opened.house.database.query(`SELECT FROM purser.${table}`)).toEqual([]);
    }
  });
});
