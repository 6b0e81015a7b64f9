import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksToBalance } from '../ground/books.js';
import { Client } from '../ground/client.js';
import { openHouse, type House } from '../ground/house.js';

const PRICE = { inputUsdPerMillionTokens: 0.5, outputUsdPerMillionTokens: 1.5 };
const LONGEST = 4_096;
const PROVIDERS = [
  { provider: 'openai-compatible', root: '/v1', model: 'gpt-4o-mini' },
  { provider: 'anthropic', root: '/v1', model: 'claude-3.5-sonnet' },
  { provider: 'google', root: '/v1beta', model: 'gemini-1.5-flash' },
];
const TOOL = {
  type: 'function' as const,
  function: {
    name: 'weather',
    parameters: { type: 'object', properties: { city: { type: 'string' } } },
  },
};
const said = (content: string) => [{ role: 'user' as const, content }];

let house: House;
let client: Client;
let openai: OpenAI;

beforeAll(async () => {
  house = await openHouse({ backend: 'postgres', localServers: 1 });
  client = new Client(house.url);
  openai = new OpenAI({ baseURL: `${house.url}/v1`, apiKey: 'none', maxRetries: 0 });
  const made = async (kind: string, body: object): Promise<void> => {
    const { status, body: answer } = await client.post(`/admin/v1/${kind}`, body);
    expect(status, JSON.stringify(answer)).toBe(201);
  };
  await made('caps', { scope: 'global', window: 'month', limit_usd: 1_000 });
  for (const { provider, root, model } of PROVIDERS) {
    const baseUrl = house.simulatorUrl + root;
    const config = { provider, baseUrl, model, price: PRICE, maxOutputTokens: LONGEST };
    await made('models', { name: `${provider}-model`, config });
    const task = { reward: 'any-win', size: 1, models: [`${provider}-model`], evaluator: 'none' };
    const limits = { budgetUsdPerQuery: 0.1, retries: 0, callTimeoutSeconds: 5 };
    await made('tasks', { name: provider, config: { ...task, ...limits } });
  }
});
afterAll(() => house.close());

/** What a query came to, and what was reserved for it, in nano-dollars. */
async function booked(id: string) {
  const { body } = await client.settled(id);
  const [row] = await house.database.query<{ nano: string }>(
    `SELECT reserved_nano AS nano FROM purser.ledger WHERE query_id = $1 AND kind = 'reserve'`,
    [id],
  );
  return { body, nano: Math.round(body.cost_usd * 1e9), reservedNano: Number(row!.nano) };
}

async function streamed(provider: string) {
  const { data: stream, response } = await openai.chat.completions
    .create({ model: `purser/${provider}`, messages: said('Tell me.'), stream: true })
    .withResponse();
  const pieces: string[] = [];
  const reading = (async () => {
    for await (const { choices } of stream) pieces.push(choices[0]?.delta.content ?? '');
  })();
  return { id: response.headers.get('x-purser-round-id')!, pieces, reading };
}

describe.each(PROVIDERS)('a model of $provider', ({ provider, model }) => {
  it('answers, for the price of its tokens', async () => {
    const { choices, usage, ...rest } = await openai.chat.completions.create({
      model: `purser/${provider}`,
      messages: [{ role: 'system', content: 'Be brief.' }, ...said('Tell me.')],
    });
    expect(choices[0]?.message.content).toBe(`A simulated answer of ${model} to Tell me.`);
    expect(choices[0]?.finish_reason).toBe('stop');
    expect(usage?.completion_tokens).toBeGreaterThan(0);
    const { nano, reservedNano } = await booked((rest as any).purser.query_id as string);
    expect(nano).toBe(usage!.prompt_tokens * 500 + usage!.completion_tokens * 1_500);
    expect(nano).toBeLessThan(reservedNano);
  });

  it('calls tools, and is told their results', async () => {
    const ask = (messages: OpenAI.ChatCompletionMessageParam[]) =>
      openai.chat.completions.create({ model: `purser/${provider}`, messages, tools: [TOOL] });
    const first = await ask(said('Is it raining in Ulm?'));
    const [choice] = first.choices;
    expect(choice?.finish_reason).toBe('tool_calls');
    const calls = choice!.message.tool_calls!;
    expect(calls).toMatchObject([
      {
        type: 'function',
        function: { name: 'weather', arguments: '{"city":"Is it raining in Ulm?"}' },
      },
    ]);
    const second = await ask([
      ...said('Is it raining in Ulm?'),
      choice!.message,
      { role: 'tool', tool_call_id: calls[0]!.id, content: 'It is.' },
    ]);
    expect(second.choices[0]?.message.content).toContain('simulated answer');
  });

  it('streams its answer', async () => {
    const { id, pieces, reading } = await streamed(provider);
    await reading;
    expect(pieces.filter((piece) => piece !== '').length).toBeGreaterThan(1);
    expect((await booked(id)).body).toMatchObject({ status: 'answered', answer: pieces.join('') });
  });

  it.each([
    ['is cut', { streamCutRate: 1 }],
    ['ends with an error', { streamErrorRate: 1 }],
    ['stalls', { streamStallRate: 1, stallMs: 60_000 }],
  ])('whose stream %s fails it, and is paid for what came until then', async (_, fault) => {
    await house.faults({ ...fault, models: [model] });
    const { id, pieces, reading } = await streamed(provider);
    await expect(reading).rejects.toMatchObject({ code: 'all_calls_failed' });
    await house.faults({ streamCutRate: 0, streamErrorRate: 0, streamStallRate: 0 });
    const text = pieces.join('');
    expect(text).toMatch(/^A simulated/);
    expect(text).not.toContain('Tell me.');
    const { body, nano, reservedNano } = await booked(id);
    expect(body).toMatchObject({ status: 'failed', error: { code: 'all_calls_failed' } });
    // Of the output, what was received: a token has at least a byte.
    const neverMade = (LONGEST - Buffer.byteLength(text)) * 1_500;
    expect(nano).toBeGreaterThan(0);
    expect(nano).toBeLessThanOrEqual(reservedNano - neverMade);
  });
});

it('leaves the books in balance', async () => {
  await expectBooksToBalance(house.database);
  const { body } = await client.get('/admin/v1/caps');
  expect(body.data[0].current.reserved_usd).toBe(0);
});
