import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AnswerDelta, ChatOptions, ModelSpec } from '#contracts';
import type { CompletionRequest } from './completion.js';
import { JsonPoster } from './json-poster.js';
import { LlmClient } from './llm-client.js';
import { FakeProvider, json, KEY, requestTo } from './provider.fixture.js';
import { UpstreamError } from './upstream-error.js';
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

async function faultOf(completion: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await completion.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UpstreamError);
  return error as UpstreamError;
}

async function streamed(asked: CompletionRequest) {
  const deltas: AnswerDelta[] = [];
  const completion = await new LlmClient(poster).stream(asked, (delta) => deltas.push(delta));
  return { deltas, completion };
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
        () => streamed(request(kind)),
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
      for (const ask of [() => new LlmClient(poster).complete(asked), () => streamed(asked)]) {
        expect((await faultOf(ask())).code).toBe('timed_out');
      }
    });
  },
);
