import { describe, expect, it } from 'vitest';
import { chatMessage, chatOptions, type ChatMessage } from '#contracts';
import { unsupportedContent, unsupportedOptions } from './support.js';
import { inputTokensBound, outputTokensBound } from './worst-case.js';

const image: ChatMessage = {
  role: 'user',
  content: [
    { type: 'text', text: 'What is this?' },
    { type: 'image_url', image_url: { url: 'https://example.org/a.png' } },
  ],
};

describe('an option that a model can’t honour', () => {
  it('is named, and one that is unknown too unless the model passes it on', () => {
    const options = { seed: 1, logprobs: true, top_k: 5, service_tier: 'priority' };
    expect(unsupportedOptions({ provider: 'openai-compatible' }, options)).toEqual([
      'top_k',
      'service_tier',
    ]);
    const passing = { provider: 'openai-compatible' as const, passOptions: ['top_k'] };
    expect(unsupportedOptions(passing, options)).toEqual(['service_tier']);
    expect(unsupportedOptions({ provider: 'anthropic' }, { seed: 1, temperature: 1.5 })).toEqual([
      'seed',
      'temperature',
    ]);
    expect(unsupportedOptions({ provider: 'google' }, { user: 'u', seed: 1 })).toEqual(['user']);
  });

  it('is not one that asks for nothing', () => {
    const nothing = {
      logprobs: false,
      presence_penalty: 0,
      parallel_tool_calls: true,
      n: 1,
    } as const;
    expect(unsupportedOptions({ provider: 'google' }, nothing)).toEqual([]);
  });
});

describe('content that a model can’t be given', () => {
  it('is an image where nobody says what one is counted as', () => {
    expect(unsupportedContent({ provider: 'openai-compatible' }, [image])).toEqual(['image_url']);
    const seeing = { provider: 'openai-compatible', maxImageTokens: 1_500 } as const;
    expect(unsupportedContent(seeing, [image])).toEqual([]);
    expect(unsupportedContent({ ...seeing, provider: 'google' }, [image])).toEqual([
      'image_url by address',
    ]);
  });

  it('is a name, a late system message or a stray tool result for Anthropic', () => {
    const messages: ChatMessage[] = [
      { role: 'user', content: 'hi', name: 'ann' },
      { role: 'system', content: 'late' },
      { role: 'tool', content: '4', tool_call_id: 'x' },
    ];
    expect(unsupportedContent({ provider: 'anthropic' }, messages)).toHaveLength(3);
    expect(unsupportedContent({ provider: 'openai-compatible' }, messages)).toEqual([]);
  });
});

describe('the bound of a call', () => {
  it('counts text by its bytes and images by what the model says of one', () => {
    const text = inputTokensBound({ messages: [image], options: {} }, {});
    const seen = inputTokensBound({ messages: [image], options: {} }, { maxImageTokens: 1_500 });
    expect(seen - text).toBe(1_500);
    const longer = { ...image, content: 'é'.repeat(1_000) };
    expect(inputTokensBound({ messages: [longer], options: {} }, {})).toBeGreaterThan(2_000);
  });

  it('of the answer is the lowest of the model’s and the request’s', () => {
    expect(outputTokensBound({}, { maxOutputTokens: 100 })).toBe(100);
    expect(outputTokensBound({ max_tokens: 500 }, { maxOutputTokens: 100 })).toBe(100);
    expect(
      outputTokensBound({ max_completion_tokens: 5, max_tokens: 9 }, { maxOutputTokens: 100 }),
    ).toBe(5);
  });
});

describe('a chat request', () => {
  it('takes back an answer as OpenAI’s clients keep it', () => {
    const kept = { role: 'assistant', content: 'hi', refusal: null, annotations: [], audio: null };
    expect(chatMessage.safeParse(kept).success).toBe(true);
    expect(chatMessage.safeParse({ role: 'assistant', content: null }).success).toBe(false);
  });

  it('keeps options that nobody knows, and refuses text that no store can hold', () => {
    expect(chatOptions.parse({ top_k: 5 })).toEqual({ top_k: 5 });
    expect(chatOptions.safeParse({ odd: { deep: ['a\0b'] } }).success).toBe(false);
    expect(chatOptions.safeParse({ n: 2 }).success).toBe(false);
  });
});
