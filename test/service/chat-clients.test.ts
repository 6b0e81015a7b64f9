import { APICallError } from '@ai-sdk/provider';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import { generateText, jsonSchema, stepCountIs, streamText, tool } from 'ai';
import OpenAI from 'openai';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Client, eventually } from '../ground/client.js';
import { openHouse, type House } from '../ground/house.js';

const TASK = {
  reward: 'any-win',
  size: 1,
  models: ['gpt-4o-mini'],
  budgetUsdPerQuery: 0.01,
  evaluator: 'none',
  retries: 0,
};
const PARAMETERS = {
  type: 'object' as const,
  properties: { city: { type: 'string' as const } },
  required: ['city'],
};
const QUESTION = 'Is it raining in Ulm?';
const asked = { model: 'purser/one', messages: [{ role: 'user' as const, content: QUESTION }] };

let house: House;
beforeAll(async () => {
  house = await openHouse({ backend: 'postgres', localServers: 1 });
  const client = new Client(house.url);
  for (const name of ['one', 'spent'])
    expect((await client.post('/admin/v1/tasks', { name, config: TASK })).status).toBe(201);
  const cap = { scope: 'task', subject: 'spent', window: 'month', limit_usd: 0 };
  expect((await client.post('/admin/v1/caps', cap)).status).toBe(201);
  await eventually(async () =>
    (await client.ask('spent', 'Now?')).status === 429 ? 1 : undefined,
  );
});
afterAll(() => house.close());

/** A fetch that counts its requests, and tells of each answer before the client sees it. */
function counting(then: (status: number) => Promise<void> = () => Promise.resolve()) {
  const seen: number[] = [];
  const counted: typeof fetch = async (input, init) => {
    const response = await fetch(input, init);
    seen.push(response.status);
    await then(response.status);
    return response;
  };
  return { fetch: counted, seen };
}

const openai = (options: object = {}) =>
  new OpenAI({ baseURL: `${house.url}/v1`, apiKey: 'none', ...options });

/** As docs/openai.md has it: the AI SDK does not heed `x-should-retry` by itself. */
function heeding(underneath: typeof fetch): typeof fetch {
  return async (input, init) => {
    const response = await underneath(input, init);
    if (response.headers.get('x-should-retry') !== 'false') return response;
    throw new APICallError({
      message: await response.text(),
      url: response.url,
      requestBodyValues: {},
      statusCode: response.status,
      isRetryable: false,
    });
  };
}

const vercel = (task: string, underneath: typeof fetch = fetch) =>
  createOpenAICompatible({
    name: 'purser',
    baseURL: `${house.url}/v1`,
    fetch: heeding(underneath),
  })(`purser/${task}`);

it('the openai package is given calls of tools, answers them, and is answered', async () => {
  const cities: string[] = [];
  const weather = (written: object): string => {
    cities.push((written as { city: string }).city);
    return 'It rains.';
  };
  const runner = openai().chat.completions.runTools({
    ...asked,
    tools: [
      {
        type: 'function',
        function: {
          name: 'weather',
          function: weather,
          description: 'Tells the weather.',
          parse: (json: string) => JSON.parse(json) as object,
          parameters: PARAMETERS,
        },
      },
    ],
  });
  expect(await runner.finalContent()).toContain('simulated answer');
  expect(cities).toEqual([QUESTION]);
  expect(runner.messages.map(({ role }) => role)).toEqual([
    'user',
    'assistant',
    'tool',
    'assistant',
  ]);
});

it('the openai package is streamed calls of tools', async () => {
  const stream = openai().chat.completions.stream({
    ...asked,
    stream_options: { include_usage: true },
    tools: [{ type: 'function', function: { name: 'weather', parameters: PARAMETERS } }],
  });
  const { choices } = await stream.finalChatCompletion();
  expect(choices[0]?.finish_reason).toBe('tool_calls');
  expect(choices[0]?.message.tool_calls).toMatchObject([
    {
      type: 'function',
      function: { name: 'weather', arguments: JSON.stringify({ city: QUESTION }) },
    },
  ]);
});

it.each(['whole', 'streamed'])('the AI SDK runs its tools and is answered, %s', async (how) => {
  const cities: string[] = [];
  const weather = tool({
    description: 'Tells the weather.',
    inputSchema: jsonSchema<{ city: string }>(PARAMETERS),
    execute: ({ city }) => {
      cities.push(city);
      return 'It rains.';
    },
  });
  const ask = {
    model: vercel('one'),
    prompt: QUESTION,
    tools: { weather },
    stopWhen: stepCountIs(3),
  };
  const { text, steps } = how === 'whole' ? await generateText(ask) : streamText(ask);
  expect(await text).toContain('simulated answer');
  expect((await steps).map(({ finishReason }) => finishReason)).toEqual(['tool-calls', 'stop']);
  expect(cities).toEqual([QUESTION]);
});

it('no client asks again once a cap is spent', async () => {
  const [mine, theirs] = [counting(), counting()];
  const refused = openai({ fetch: mine.fetch }).chat.completions.create({
    ...asked,
    model: 'purser/spent',
  });
  await expect(refused).rejects.toMatchObject({ status: 429, code: 'budget_exceeded' });
  expect(mine.seen).toEqual([429]);
  const other = generateText({ model: vercel('spent', theirs.fetch), prompt: QUESTION });
  await expect(other).rejects.toMatchObject({ statusCode: 429, isRetryable: false });
  expect(theirs.seen).toEqual([429]);
});

it('clients ask again after a failure that may pass, and not after one that would not', async () => {
  const mended = async (): Promise<void> => house.faults({ errorRate: 0 });
  const [mine, theirs, final] = [counting(mended), counting(mended), counting()];
  await house.faults({ errorRate: 1, errorStatus: 503 });
  const { choices } = await openai({ fetch: mine.fetch }).chat.completions.create(asked);
  expect(choices).toHaveLength(1);
  expect(mine.seen).toEqual([502, 200]);
  await house.faults({ errorRate: 1, errorStatus: 503 });
  const { text } = await generateText({ model: vercel('one', theirs.fetch), prompt: QUESTION });
  expect(text).toContain('simulated answer');
  expect(theirs.seen).toEqual([502, 200]);
  await house.faults({ errorRate: 1, errorStatus: 400 });
  const refused = openai({ fetch: final.fetch }).chat.completions.create(asked);
  await expect(refused).rejects.toMatchObject({ status: 502, code: 'all_calls_failed' });
  expect(final.seen).toEqual([502]);
  await mended();
});
