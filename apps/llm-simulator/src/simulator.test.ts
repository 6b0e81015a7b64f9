import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { recordedWorld, type Outcome, type RecordedQuery } from '#replay';
import { noFaults } from './fault-settings.js';
import { createSimulator } from './simulator.js';

const outcome: Outcome = {
  score: 1,
  costNano: 37_300,
  answer: 'It is  18.',
  latencyMs: 20,
  inputTokens: 142,
  outputTokens: 72,
};
const unknown: Outcome = { ...outcome, answer: null, inputTokens: null, outputTokens: null };

function record(id: string, text: string, outcomes: Record<string, Outcome>): RecordedQuery {
  const kept = new Map(Object.entries(outcomes));
  return { id, task: 'gsm', text, outcomes: kept, label: null, split: null };
}

const world = recordedWorld([
  record('q1', 'How many ducks?', { small: outcome, large: { ...outcome, score: 0.5 } }),
  record('q2', 'How many geese?', { small: unknown }),
]);

let app: NestFastifyApplication;
let url: string;

beforeAll(async () => {
  app = await createSimulator(world, { scale: 1, constantMs: null }, noFaults, Math.random);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
});
afterAll(() => app.close());
beforeEach(() => post('/faults', noFaults));

function post(path: string, body: unknown): Promise<Response> {
  const headers = { 'content-type': 'application/json' };
  return fetch(`${url}${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
}

function ask(model: string, content: string, more: object = {}): Promise<Response> {
  const messages = [
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content },
  ];
  return post('/v1/chat/completions', { model, messages, ...more });
}

describe('a chat completion', () => {
  it('is the recorded answer to the text, with its tokens and what it is billed', async () => {
    const response = await ask('small', 'How many ducks?');
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      object: 'chat.completion',
      model: 'small',
      choices: [{ message: { role: 'assistant', content: 'It is  18.' }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 142, completion_tokens: 72, total_tokens: 214, cost: 0.0000373 },
    });
  });

  it('is found by the record id, if the request has one', async () => {
    const metadata = { record_id: 'q1' };
    expect((await ask('large', 'rephrased', { metadata })).status).toBe(200);
    expect((await ask('large', 'rephrased')).status).toBe(404);
  });

  it('is empty, of unknown length, where no answer was recorded', async () => {
    expect(await (await ask('small', 'How many geese?')).json()).toMatchObject({
      choices: [{ message: { content: '' } }],
      usage: { prompt_tokens: 0, completion_tokens: 0, cost: 0.0000373 },
    });
  });

  it.each([
    ['huge', 'How many ducks?', 'model_not_found'],
    ['small', 'How many swans?', 'query_not_found'],
    ['large', 'How many geese?', 'query_not_found'],
  ])('of %s to %s is refused with 404 as %s', async (model, text, code) => {
    const response = await ask(model, text);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error', code } });
  });

  it.each([{}, { model: 'small', messages: [] }, { model: 1, messages: 'none' }])(
    'is refused with 400 where the request is malformed: %j',
    async (body) => {
      const response = await post('/v1/chat/completions', body);
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({ error: { type: 'invalid_request_error' } });
    },
  );

  it('is streamed as chunks that hold the whole answer, the usage last', async () => {
    const options = { stream: true, stream_options: { include_usage: true } };
    const response = await ask('small', 'How many ducks?', options);
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = (await response.text()).trimEnd().split('\n\n');
    expect(events.pop()).toBe('data: [DONE]');
    const chunks = events.map((event) => JSON.parse(event.replace('data: ', '')) as Chunk);
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    expect(text).toBe('It is  18.');
    expect(chunks.at(-1)).toMatchObject({ choices: [], usage: { completion_tokens: 72 } });
  });
});

interface Chunk {
  choices: { delta: { content?: string } }[];
}

const tool = {
  type: 'function',
  function: {
    name: 'count',
    parameters: { properties: { what: { type: 'string' }, times: { type: 'integer' } } },
  },
};

describe('a model with tools', () => {
  it('calls the first, or the one that is asked for, and answers once it was told the result', async () => {
    const other = { type: 'function', function: { name: 'other' } };
    const calls = async (more: object) => {
      const response = await ask('small', 'How many ducks?', { tools: [tool, other], ...more });
      const { choices } = (await response.json()) as { choices: { message: object }[] };
      return choices[0];
    };
    const call = { name: 'count', arguments: '{"what":"How many ducks?","times":7}' };
    expect(await calls({})).toMatchObject({
      message: { content: null, tool_calls: [{ type: 'function', function: call }] },
      finish_reason: 'tool_calls',
    });
    const named = { tool_choice: { type: 'function', function: { name: 'other' } } };
    expect(await calls(named)).toMatchObject({
      message: { tool_calls: [{ function: { name: 'other', arguments: '{}' } }] },
    });
    expect(await calls({ tool_choice: 'none' })).toMatchObject({ finish_reason: 'stop' });
    const told = [
      { role: 'user', content: 'How many ducks?' },
      { role: 'tool', tool_call_id: 'x', content: '18' },
    ];
    expect(await calls({ messages: told })).toMatchObject({
      message: { content: 'It is  18.' },
    });
  });
});

describe('the grader', () => {
  const request = {
    queryId: 'x',
    task: 'any',
    input: 'How many ducks?',
    answer: '',
    reference: null,
  };

  it('gives the recorded score, by text or by record id', async () => {
    const byText = { ...request, model: 'large', metadata: {} };
    expect(await (await post('/grade', byText)).json()).toEqual({ score: 0.5 });
    const byId = { ...byText, input: 'rephrased', metadata: { record_id: 'q1' } };
    expect(await (await post('/grade', byId)).json()).toEqual({ score: 0.5 });
  });

  it('knows no score of what it has no record of', async () => {
    const response = await post('/grade', { ...request, model: 'huge', metadata: {} });
    expect(response.status).toBe(404);
  });
});

describe('refusals', () => {
  it.each([
    ['/v1/chat/completions', { messages: [{ role: 'user', content: 'x' }] }, 'server_error'],
    ['/v1/messages', { max_tokens: 9, messages: [{ role: 'user', content: 'x' }] }, 'api_error'],
    [
      '/v1beta/models/small:generateContent',
      { contents: [{ parts: [{ text: 'x' }] }] },
      'INTERNAL',
    ],
  ])('are in the words of the protocol: %s', async (path, body, type) => {
    const asked = (model: string) => post(path, { model, ...body });
    expect((await asked('small')).status).toBe(404);
    expect((await post(path, {})).status).toBe(400);
    const known = JSON.parse(
      JSON.stringify({ model: 'small', ...body }).replace('"x"', '"How many ducks?"'),
    ) as object;
    expect((await post(path, known)).status).toBe(200);
    await post('/faults', { errorRate: 1, errorStatus: 500 });
    expect(JSON.stringify(await (await post(path, known)).json())).toContain(type);
  });
});

describe('faults on demand', () => {
  it('refuse calls with the status asked for, and say when to come again', async () => {
    await post('/faults', { errorRate: 1, errorStatus: 429, retryAfterSeconds: 7 });
    const response = await ask('small', 'How many ducks?');
    expect(response.status).toBe(429);
    expect(response.headers.get('retry-after')).toBe('7');
    expect(await response.json()).toMatchObject({ error: { type: 'rate_limit_error' } });
  });

  it('cut the connection without an answer', async () => {
    await post('/faults', { cutRate: 1 });
    await expect(ask('small', 'How many ducks?')).rejects.toThrow('fetch failed');
  });

  it('make calls late', async () => {
    await post('/faults', { slowRate: 1, slowMs: 150 });
    const started = performance.now();
    await ask('small', 'How many ducks?');
    expect(performance.now() - started).toBeGreaterThan(165);
  });

  it('strike only the models that are named', async () => {
    await post('/faults', { errorRate: 1, models: ['large'] });
    expect((await ask('small', 'How many ducks?')).status).toBe(200);
    expect((await ask('large', 'How many ducks?')).status).toBe(500);
  });

  it('come at the rate asked for', async () => {
    await post('/faults', { errorRate: 0.5 });
    const calls = Array.from({ length: 200 }, () => ask('small', 'How many ducks?'));
    const refused = (await Promise.all(calls)).filter(({ status }) => status === 500);
    expect(refused.length).toBeGreaterThan(60);
    expect(refused.length).toBeLessThan(140);
  });

  it.each([
    [{ streamCutRate: 1 }, 'terminated'],
    [{ streamErrorRate: 1 }, undefined],
  ])('break a stream half way: %j', async (faults, failure) => {
    await post('/faults', faults);
    const { body } = await ask('small', 'How many ducks?', { stream: true });
    let text = '';
    const reading = (async () => {
      for await (const bytes of body!) text += Buffer.from(bytes).toString();
    })();
    await (failure === undefined ? reading : expect(reading).rejects.toThrow(failure));
    expect(text).toContain('"content":"It"');
    expect(text).not.toContain('[DONE]');
    expect(text.includes('"error"')).toBe(failure === undefined);
  });

  it('halt a stream half way, which then goes on', async () => {
    await post('/faults', { streamStallRate: 1, stallMs: 150 });
    const started = performance.now();
    const response = await ask('small', 'How many ducks?', { stream: true });
    expect(await response.text()).toContain('[DONE]');
    expect(performance.now() - started).toBeGreaterThan(165);
  });

  it('are refused where a rate is no share', async () => {
    expect((await post('/faults', { errorRate: 2 })).status).toBe(400);
  });
});
