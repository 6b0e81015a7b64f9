import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ChatOptions, ModelSpec } from '#contracts';
import type { CompletionRequest } from './completion.js';
import { JsonPoster } from './json-poster.js';
import { LlmClient } from './llm-client.js';
import {
  events,
  FakeProvider,
  faultOf,
  json,
  KEY,
  requestTo,
  streamed,
} from './provider.fixture.js';
import { worstCaseNano } from './worst-case.js';

let provider: FakeProvider;
let poster: JsonPoster;

beforeEach(async () => {
  provider = await FakeProvider.open();
  poster = new JsonPoster();
});
afterEach(async () => {
  await provider.close();
  await poster.close();
});

function request(
  kind: ModelSpec['provider'],
  options: ChatOptions = {},
  more: Partial<CompletionRequest> = {},
): CompletionRequest {
  return requestTo(provider.url, kind, options, more);
}

describe.each(['openai-compatible', 'azure-openai', 'anthropic', 'google'] as const)(
  'an error of a model of %s',
  (kind) => {
    it('has the provider’s status and words and its wait, costs nothing, and never holds the key', async () => {
      const message = `slow down, holder of ${KEY}`;
      provider.answer = json(
        { type: 'error', error: { type: 'x', message, code: 429, status: 'X' } },
        429,
        {
          'retry-after': '3',
        },
      );
      for (const ask of [
        () => new LlmClient(poster).complete(request(kind)),
        () => streamed(poster, request(kind)),
      ]) {
        const error = await faultOf(ask());
        expect(error).toMatchObject({ code: 'http_429', retryable: true });
        expect(error.message).toContain('slow down, holder of [key]');
        expect(error.details.retryAfterMs).toBe(3_000);
        expect(error.details.costNanoUsd).toBeUndefined();
        expect(JSON.stringify(error)).not.toContain(KEY);
      }
    });

    it('is a cancellation when the caller gives up, and is charged by its bound', async () => {
      const abort = new AbortController();
      provider.answer = () => abort.abort();
      const asked = request(kind, {}, { signal: abort.signal });
      const error = await faultOf(new LlmClient(poster).complete(asked));
      expect(error.code).toBe('cancelled');
      expect(error.details.costNanoUsd).toBe(worstCaseNano(asked, asked.model));
    });

    it('is a timeout when the answer comes too late', async () => {
      const asked = request(kind, {}, { timeoutMs: 50 });
      for (const ask of [
        () => new LlmClient(poster).complete(asked),
        () => streamed(poster, asked),
      ]) {
        expect((await faultOf(ask())).code).toBe('timed_out');
      }
    });
  },
);

describe('a stream that ends with an error', () => {
  const broken = { error: { code: 503, message: 'Overloaded.', status: 'UNAVAILABLE' } };
  const part = { candidates: [{ content: { role: 'model', parts: [{ text: 'half' }] } }] };
  const block = {
    type: 'content_block_start',
    index: 0,
    content_block: { type: 'text', text: '' },
  };
  const half = {
    type: 'content_block_delta',
    index: 0,
    delta: { type: 'text_delta', text: 'half' },
  };

  it.each([
    ['google', [part, broken]],
    [
      'anthropic',
      [
        {
          type: 'message_start',
          message: { id: 'msg_1', model: 'claude', usage: { input_tokens: 9, output_tokens: 1 } },
        },
        block,
        half,
        { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded.' } },
      ],
    ],
    ['openai-compatible', [{ choices: [{ index: 0, delta: { content: 'half' } }] }, broken]],
  ] as const)('is charged for the input and what came: %s', async (kind, list) => {
    provider.answer = events(list);
    const asked = request(kind);
    const { details } = await faultOf(streamed(poster, asked));
    const most = worstCaseNano(asked, asked.model);
    expect(details).toMatchObject({ costIsBound: true, costNanoUsd: most - 60 * 4_000 });
  });
});

describe('a model of any provider', () => {
  it.each([
    ['openai-compatible', { max_tokens: 64 }],
    ['azure-openai', { max_completion_tokens: 64 }],
    ['anthropic', { max_tokens: 64 }],
    ['google', { generationConfig: { maxOutputTokens: 64 } }],
  ] as const)('is told the bound of its answer, whole or streamed: %s', async (kind, said) => {
    provider.answer = json({}, 500);
    for (const options of [{}, { max_tokens: 1_000 }]) {
      await faultOf(new LlmClient(poster).complete(request(kind, options)));
      await faultOf(streamed(poster, request(kind, options)));
    }
    expect(provider.came.map(({ body }) => body)).toEqual(
      Array.from({ length: 4 }, () => expect.objectContaining(said) as object),
    );
  });
});
