import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ModelSpec } from '#contracts';
import { JsonPoster } from './json-poster.js';
import type { Completion, CompletionRequest } from './completion.js';
import { LlmClient } from './llm-client.js';
import { UpstreamError } from './upstream-error.js';

const KEY = 'sk-very-secret';

let answer: (request: IncomingMessage, body: unknown, response: ServerResponse) => void;
let server: Server;
let poster: JsonPoster;

beforeEach(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () =>
      answer(request, JSON.parse(Buffer.concat(chunks).toString()), response),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  poster = new JsonPoster();
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await poster.close();
});

function model(changes: Partial<ModelSpec> = {}): ModelSpec {
  return {
    provider: 'openai-compatible',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/`,
    upstreamModel: 'gpt-x',
    apiKeyEnv: 'X_API_KEY',
    price: { inputUsdPerMillionTokens: 3, outputUsdPerMillionTokens: 15, requestUsd: 0 },
    cost: 'price',
    maxOutputTokens: 64,
    ...changes,
  };
}

function complete(
  changes: Partial<ModelSpec> = {},
  request: Partial<CompletionRequest> = {},
): Promise<Completion> {
  return new LlmClient(poster).complete({
    model: model(changes),
    apiKey: KEY,
    messages: [{ role: 'user', content: 'two and two?' }],
    options: {},
    metadata: { record_id: '7' },
    timeoutMs: 5_000,
    ...request,
  });
}

async function faultOf(completion: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await completion.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UpstreamError);
  return error as UpstreamError;
}

function says(
  content: string | null,
  usage: object = { prompt_tokens: 100, completion_tokens: 7 },
) {
  return (_request: IncomingMessage, _body: unknown, response: ServerResponse): void => {
    response.end(JSON.stringify({ choices: [{ message: { content } }], usage }));
  };
}

function refuses(status: number, body: unknown, headers: Record<string, string> = {}) {
  return (_request: IncomingMessage, _body: unknown, response: ServerResponse): void => {
    response.writeHead(status, headers).end(JSON.stringify(body));
  };
}

describe('a completion', () => {
  it('asks for the model in the provider’s words and tells answer, tokens and cost', async () => {
    let asked: unknown;
    answer = (request, body, response) => {
      asked = { path: request.url, key: request.headers.authorization, body };
      says('four')(request, body, response);
    };
    expect(await complete()).toMatchObject({
      answer: 'four',
      inputTokens: 100,
      outputTokens: 7,
      costNanoUsd: 405_000,
    });
    expect(asked).toEqual({
      path: '/v1/chat/completions',
      key: `Bearer ${KEY}`,
      body: {
        model: 'gpt-x',
        messages: [{ role: 'user', content: 'two and two?' }],
        max_tokens: 64,
        metadata: { record_id: '7' },
      },
    });
  });

  it('takes no content for an empty answer', async () => {
    answer = says(null);
    expect(await complete()).toMatchObject({ answer: '' });
  });

  it('replaces what PostgreSQL cannot store', async () => {
    answer = says('a\0b\uD800c😀');
    expect(await complete()).toMatchObject({ answer: 'a\uFFFDb\uFFFDc😀' });
  });

  it('costs what the provider bills where the model says so', async () => {
    answer = says('four', { prompt_tokens: 100, completion_tokens: 7, cost: 0.000123 });
    expect(await complete({ cost: 'reported' })).toMatchObject({ costNanoUsd: 123_000 });
    expect(await complete({ cost: 'price' })).toMatchObject({ costNanoUsd: 405_000 });
  });

  it('falls back on the price where the bill is missing or cannot be true', async () => {
    for (const cost of [undefined, -1, 1e300, 'free', null]) {
      answer = says('four', { prompt_tokens: 100, completion_tokens: 7, cost });
      expect(await complete({ cost: 'reported' })).toMatchObject({ costNanoUsd: 405_000 });
    }
  });
});

describe('a failed completion', () => {
  it('may be tried again after 408, 409, 425, 429 and 5xx, and after no other status', async () => {
    const retryable: number[] = [];
    for (const status of [302, 400, 401, 403, 404, 408, 409, 422, 425, 429, 500, 502, 503, 529]) {
      answer = refuses(status, { error: { message: 'no' } });
      const error = await faultOf(complete());
      expect(error.code).toBe(`http_${status}`);
      if (error.retryable) retryable.push(status);
    }
    expect(retryable).toEqual([408, 409, 425, 429, 500, 502, 503, 529]);
  });

  it('says in the provider’s words what was wrong, for how long to wait, and what was billed', async () => {
    answer = refuses(
      429,
      { error: { message: 'slow down' }, usage: { prompt_tokens: 10, completion_tokens: 0 } },
      { 'retry-after': '2' },
    );
    const error = await faultOf(complete());
    expect(error.message).toMatch(/^127\.0\.0\.1:\d+ answered 429: slow down$/);
    expect(error.details).toMatchObject({ retryAfterMs: 2_000, costNanoUsd: 30_000 });
  });

  it('never quotes the key', async () => {
    answer = refuses(401, { error: { message: `Incorrect API key provided: ${KEY}` } });
    expect((await faultOf(complete())).message).toMatch(/ answered 401: check its key$/);
    answer = refuses(400, { error: { message: `odd header: Bearer ${KEY}` } });
    expect((await faultOf(complete())).message).toMatch(/: odd header: Bearer \[key\]$/);
  });

  it('names the variable of a key that is missing or unusable, and asks nobody', async () => {
    for (const apiKey of [undefined, '', 'still to\ncome']) {
      const error = await faultOf(complete({}, { apiKey }));
      expect(error).toMatchObject({ code: 'missing_key', retryable: false });
      expect(error.message).toContain('set X_API_KEY');
    }
  });

  it('is a timeout when the last byte comes too late', async () => {
    answer = (_request, _body, response) => response.writeHead(200).write('{"choices"');
    const error = await faultOf(complete({}, { timeoutMs: 50 }));
    expect(error).toMatchObject({ code: 'timed_out', retryable: true });
    expect(error.message).toContain('within 50 ms');
  });

  it('is unreachable when the connection is cut or refused', async () => {
    answer = (request) => request.socket.destroy();
    expect(await faultOf(complete())).toMatchObject({ code: 'unreachable', retryable: true });
    answer = (request, _body, response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"choices"', () => {
        request.socket.destroy();
      });
    };
    expect(await faultOf(complete())).toMatchObject({ code: 'unreachable', retryable: true });
    const refused = await faultOf(complete({ baseUrl: 'http://127.0.0.1:1/v1' }));
    expect(refused.message).toBe('the connection to 127.0.0.1:1 failed (ECONNREFUSED)');
  });

  it('is invalid when a success is no chat completion, and says why', async () => {
    const bodies: [string, RegExp][] = [
      ['<html>', /with a body that is not JSON$/],
      ['{"choices":[]}', /choices must hold a choice/],
      ['{"error":{"message":"overloaded","code":502}}', /: overloaded$/],
    ];
    for (const [body, reason] of bodies) {
      answer = (_request, _body, response) => response.end(body);
      const error = await faultOf(complete());
      expect(error).toMatchObject({ code: 'invalid_response', retryable: false });
      expect(error.message).toMatch(reason);
    }
  });
});
