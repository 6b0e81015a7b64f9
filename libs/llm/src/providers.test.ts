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

const tool: NonNullable<ChatOptions['tools']>[number] = {
  type: 'function',
  function: { name: 'add', parameters: { type: 'object', properties: { a: { type: 'number' } } } },
};
const USAGE = {
  input_tokens: 10,
  output_tokens: 5,
  cache_read_input_tokens: 100,
  cache_creation_input_tokens: 20,
};
const said = (content: object[], stop_reason: string, usage: object = USAGE) => ({
  id: 'msg_1',
  type: 'message',
  role: 'assistant',
  model: 'claude',
  content,
  stop_reason,
  stop_sequence: null,
  usage,
});

describe('an Anthropic model', () => {
  it('answers in the one shape, and its cached input has its own price', async () => {
    provider.answer = json(said([{ type: 'text', text: 'four' }], 'end_turn'));
    const completion = await new LlmClient(poster).complete(
      request('anthropic', { temperature: 0, stop: 'x', user: 'u1', max_tokens: 9 }),
    );
    expect(completion).toMatchObject({
      answer: 'four',
      details: null,
      finishReason: 'stop',
      inputTokens: 130,
      cachedInputTokens: 100,
      outputTokens: 5,
      costNanoUsd: 10 * 1_000 + 100 * 100 + 20 * 1_250 + 5 * 4_000,
      costIsBound: false,
    });
    const [came] = provider.came;
    expect(came).toMatchObject({ path: '/v1/messages', headers: { 'x-api-key': KEY } });
    expect(came?.body).toMatchObject({
      max_tokens: 9,
      temperature: 0,
      stop_sequences: ['x'],
      metadata: { user_id: 'u1' },
      messages: [{ role: 'user', content: [{ type: 'text', text: 'two and two?' }] }],
    });
  });

  it('calls tools, and is told their results', async () => {
    const use = { type: 'tool_use', id: 't2', name: 'add', input: { a: 4 } };
    provider.answer = json(said([use], 'tool_use'));
    const asked = request('anthropic', { tools: [tool], tool_choice: 'required' });
    const completion = await new LlmClient(poster).complete({
      ...asked,
      messages: [
        ...asked.messages,
        {
          role: 'assistant',
          tool_calls: [
            { id: 't1', type: 'function', function: { name: 'add', arguments: '{"a":1}' } },
          ],
        },
        { role: 'tool', tool_call_id: 't1', content: '2' },
      ],
    });
    expect(completion).toMatchObject({
      answer: '',
      finishReason: 'tool_calls',
      details: {
        toolCalls: [
          { id: 't2', type: 'function', function: { name: 'add', arguments: '{"a":4}' } },
        ],
      },
    });
    expect(JSON.stringify(provider.came[0]?.body)).toContain('"tool_use_id":"t1"');
  });

  it('streams its pieces, then says what it used', async () => {
    provider.answer = events([
      { type: 'message_start', message: said([], 'null', { ...USAGE, output_tokens: 1 }) },
      { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'fo' } },
      { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'ur' } },
      { type: 'content_block_stop', index: 0 },
      { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 5 } },
      { type: 'message_stop' },
    ]);
    const { deltas, completion } = await streamed(poster, request('anthropic'));
    expect(deltas).toEqual([{ content: 'fo' }, { content: 'ur' }]);
    expect(completion).toMatchObject({ answer: 'four', inputTokens: 130, outputTokens: 5 });
  });

  it('that breaks off its stream is charged for the input and what came', async () => {
    provider.answer = events(
      [
        { type: 'message_start', message: said([], 'null') },
        { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
        { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'half' } },
      ],
      'cut',
    );
    const asked = request('anthropic');
    const error = await faultOf(streamed(poster, asked));
    expect(error.code).toBe('unreachable');
    const most = worstCaseNano(asked, asked.model);
    expect(error.details).toMatchObject({ costIsBound: true, costNanoUsd: most - 60 * 4_000 });
  });
});

describe('a Gemini model', () => {
  const usageMetadata = {
    promptTokenCount: 30,
    cachedContentTokenCount: 10,
    candidatesTokenCount: 4,
    thoughtsTokenCount: 6,
    totalTokenCount: 40,
  };
  const part = (text: string, end: object = {}) => ({
    candidates: [{ content: { role: 'model', parts: [{ text }] }, ...end }],
  });

  it('answers in the one shape, its thoughts counted as output', async () => {
    provider.answer = json({ ...part('four', { finishReason: 'STOP' }), usageMetadata });
    const completion = await new LlmClient(poster).complete(
      request('google', { seed: 7, presence_penalty: 0.5 }),
    );
    expect(completion).toMatchObject({
      answer: 'four',
      finishReason: 'stop',
      inputTokens: 30,
      cachedInputTokens: 10,
      outputTokens: 10,
      reasoningTokens: 6,
      costNanoUsd: 20 * 1_000 + 10 * 100 + 10 * 4_000,
    });
    const [came] = provider.came;
    expect(came?.path).toBe('/v1/models/gemini-2.0-flash:generateContent');
    expect(came?.headers['x-goog-api-key']).toBe(KEY);
    expect(came?.body['generationConfig']).toMatchObject({
      maxOutputTokens: 64,
      seed: 7,
      presencePenalty: 0.5,
    });
  });

  it('streams its pieces', async () => {
    provider.answer = events([
      part('fo'),
      { ...part('ur', { finishReason: 'MAX_TOKENS' }), usageMetadata },
    ]);
    const { deltas, completion } = await streamed(poster, request('google'));
    expect(deltas).toEqual([{ content: 'fo' }, { content: 'ur' }]);
    expect(completion).toMatchObject({ finishReason: 'length', outputTokens: 10 });
  });
});

describe('an Azure deployment', () => {
  it('is asked by its path and version, with its own header and the newer bound', async () => {
    provider.answer = json({ choices: [{ message: { content: 'four' } }] });
    const asked = request('azure-openai', { logit_bias: { '42': 1 } });
    const completion = await new LlmClient(poster).complete(asked);
    // It did not say what it used.
    expect(completion).toMatchObject({
      answer: 'four',
      inputTokens: null,
      costIsBound: true,
      costNanoUsd: worstCaseNano(asked, asked.model),
    });
    expect(provider.came[0]).toMatchObject({
      path: '/v1/openai/deployments/claude-3-5-haiku-latest/chat/completions?api-version=2024-10-21',
      headers: { 'api-key': KEY },
      body: { max_completion_tokens: 64, logit_bias: { '42': 1 }, metadata: { record: '7' } },
    });
    expect(provider.came[0]?.body['metadata']).toEqual({ record: '7' });
  });
});
