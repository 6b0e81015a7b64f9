import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, streamText } from 'ai';
import OpenAI from 'openai';
import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually } from '../ground/client.js';

const said = (content: string) => [{ role: 'user' as const, content }];

onEachBackend('an OpenAI client', (opened) => {
  const openai = (options: object = {}) =>
    new OpenAI({ baseURL: `${opened.house.url}/v1`, apiKey: opened.house.adminKey, ...options });

  it('finds the tasks as models', async () => {
    const { data } = await openai().models.list();
    expect(data.map(({ id }) => id)).toContain('purser/any');
    expect(await openai().models.retrieve('purser/any')).toMatchObject({ id: 'purser/any' });
    await expect(openai().models.retrieve('purser/other')).rejects.toThrow('the models are');
    await expect(openai().models.retrieve('gpt-4o')).rejects.toMatchObject({ status: 404 });
  });

  it('is answered, and told what it cost and where to rate it', async () => {
    const { data, response } = await openai()
      .chat.completions.create(
        {
          model: 'purser/any',
          messages: said('What is 6 × 7?'),
          temperature: 0.2,
          max_completion_tokens: 50,
        },
        { headers: { 'x-purser-debug': 'true' } },
      )
      .withResponse();
    expect(data.object).toBe('chat.completion');
    expect(data.choices).toHaveLength(1);
    expect(data.choices[0]?.message.content).toBeTruthy();
    expect(data.choices[0]?.finish_reason).toBe('stop');
    expect(data.usage?.total_tokens).toBeGreaterThan(0);
    const { purser, usage } = data as unknown as {
      purser: { query_id: string; models: string[] };
      usage: { cost_usd: number };
    };
    expect(usage.cost_usd).toBeGreaterThan(0);
    expect(response.headers.get('x-purser-cost-usd')).toBe(usage.cost_usd.toFixed(9));
    expect(Number(response.headers.get('x-purser-propensity'))).toBeGreaterThan(0);
    const query = await opened.client.settled(purser.query_id);
    expect(query.body).toMatchObject({ status: 'answered', model: purser.models[0] });
    expect(query.body.answer).toBe(data.choices[0]?.message.content);
  });

  it('gets the answers of several models as several choices', async () => {
    const { choices } = await openai().chat.completions.create({
      model: 'purser/sum',
      messages: said('Two opinions, please.'),
    });
    expect(choices.map(({ index }) => index)).toEqual([0, 1]);
    const chunks = await openai().chat.completions.create({
      model: 'purser/sum',
      messages: said('Two opinions, in a stream.'),
      stream: true,
    });
    const heard = new Map<number, string>();
    for await (const { choices: pieces } of chunks) {
      for (const { index, delta } of pieces) {
        heard.set(index, (heard.get(index) ?? '') + (delta.content ?? ''));
      }
    }
    expect([...heard.keys()].sort()).toEqual([0, 1]);
    expect([...heard.values()].every((text) => text.length > 0)).toBe(true);
  });

  it('streams the answer, its end, its usage with the cost, and no more', async () => {
    const stream = await openai().chat.completions.create({
      model: 'purser/any',
      messages: said('Count to three.'),
      stream: true,
      stream_options: { include_usage: true },
    });
    const chunks: OpenAI.ChatCompletionChunk[] = [];
    for await (const chunk of stream) chunks.push(chunk);
    const text = chunks.map(({ choices }) => choices[0]?.delta.content ?? '').join('');
    expect(chunks[0]?.choices[0]?.delta.role).toBe('assistant');
    expect(chunks.at(-2)?.choices[0]?.finish_reason).toBe('stop');
    const last = chunks.at(-1) as unknown as {
      choices: unknown[];
      usage: { cost_usd: number };
      purser: { query_id: string };
    };
    expect(last.choices).toEqual([]);
    expect(last.usage.cost_usd).toBeGreaterThan(0);
    const { body } = await opened.client.settled(last.purser.query_id);
    expect(body.answer).toBe(text);
    expect(body.cost_usd).toBe(last.usage.cost_usd);
  });

  it('ends its stream with the mark that clients wait for', async () => {
    const response = await fetch(`${opened.house.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ model: 'purser/any', messages: said('Hello'), stream: true }),
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('x-purser-round-id')).toBeTruthy();
    expect((await response.text()).endsWith('data: [DONE]\n\n')).toBe(true);
  });

  it('is refused by name what no model can honour', async () => {
    const create = (extra: object) =>
      openai({ maxRetries: 0 }).chat.completions.create({
        model: 'purser/any',
        messages: said('Hi'),
        ...extra,
      });
    await expect(create({ web_search_options: {} })).rejects.toMatchObject({
      status: 400,
      param: 'web_search_options',
      code: 'unsupported_by_models',
    });
    await expect(create({ temperature: 3 })).rejects.toMatchObject({ param: 'temperature' });
    await expect(create({ n: 2 })).rejects.toMatchObject({ status: 400, param: 'n' });
    await expect(create({ stream_options: {} })).rejects.toMatchObject({ status: 400 });
    await expect(create({ metadata: { purser_speed: 'x' } })).rejects.toThrow('is not known');
    await expect(create({ model: 'gpt-4o' })).rejects.toMatchObject({
      status: 404,
      param: 'model',
    });
    await expect(create({ messages: [] })).rejects.toMatchObject({ status: 400 });
  });

  it('hears of an outage as an error, in a stream as an event', async () => {
    await opened.house.faults({ errorRate: 1, errorStatus: 400 });
    const body = { model: 'purser/any', messages: said('All down.') };
    try {
      const whole = openai().chat.completions.create(body);
      await expect(whole).rejects.toMatchObject({ status: 502, code: 'all_calls_failed' });
      const stream = await openai().chat.completions.create({ ...body, stream: true });
      const drain = async () => {
        for await (const chunk of stream) expect(chunk.choices).toEqual([]);
      };
      await expect(drain()).rejects.toMatchObject({ code: 'all_calls_failed' });
    } finally {
      await opened.house.faults({ errorRate: 0 });
    }
  });

  it('stays with the models of its session', async () => {
    const ask = async (session: string) => {
      const { data } = await openai()
        .chat.completions.create({
          model: 'purser/sum',
          messages: said('Go on.'),
          metadata: { purser_session_id: session },
        })
        .withResponse();
      const { purser } = data as unknown as { purser: { query_id: string } };
      await opened.client.settled(purser.query_id);
      return (await opened.client.get(`/v1/rounds/${purser.query_id}`)).body;
    };
    const first = await ask('s1');
    for (let turn = 0; turn < 4; turn++) {
      const round = await ask('s1');
      expect(round.policy).toBe('session');
      expect([...round.combination].sort()).toEqual([...first.combination].sort());
    }
    expect((await ask('s2')).policy).not.toBe('session');
  });

  it('takes its calls with it when it goes', async () => {
    await opened.house.faults({ slowRate: 1, slowMs: 3_000 });
    const abort = new AbortController();
    try {
      const asked = openai({ maxRetries: 0 }).chat.completions.create(
        { model: 'purser/any', messages: said('Never mind.') },
        { signal: abort.signal },
      );
      const gone = expect(asked).rejects.toThrow('aborted');
      const id = await eventually(async () => {
        const [row] = await opened.house.database.query<{ id: string }>(
          `SELECT id FROM purser.queries WHERE messages::text LIKE '%Never mind.%'`,
        );
        return row?.id;
      });
      abort.abort();
      await gone;
      const { body } = await opened.client.settled(id);
      expect(body.status).not.toBe('pending');
      await expectBooksToBalance(opened.house.database);
    } finally {
      await opened.house.faults({ slowRate: 0 });
    }
  });

  it("may be the Vercel AI SDK's, whole and in a stream", async () => {
    const provider = createOpenAICompatible({
      name: 'purser',
      baseURL: `${opened.house.url}/v1`,
      includeUsage: true,
    });
    const model = provider('purser/any');
    const whole = await generateText({ model, prompt: 'What is 6 × 7?' });
    expect(whole.text).not.toBe('');
    expect(whole.finishReason).toBe('stop');
    const stream = streamText({ model, prompt: 'And 6 × 8?' });
    const pieces: string[] = [];
    for await (const piece of stream.textStream) pieces.push(piece);
    expect(pieces.join('')).not.toBe('');
    expect((await stream.usage).totalTokens).toBeGreaterThan(0);
  });
});
