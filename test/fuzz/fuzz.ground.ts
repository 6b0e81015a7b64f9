import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { Client, eventually } from '../ground/client.js';
import type { House } from '../ground/house.js';
import type { KnownValues } from './schema-values.js';

const WAIT = { prefer: 'wait=20' };
const VICTIMS = 12;
/** A cap that stops nobody; there may be one for each time zone. */
const CAP = { scope: 'task', subject: 'sum', window: 'month', limit_usd: 1_000 };
const zones = Intl.supportedValuesOf('timeZone');

/** What a fuzzer needs of a house to get past its doors: keys of every kind, and things to spoil. */
export interface FuzzGround {
  /** Values of `Authorization`; those that are good for most come most. */
  readonly authorizations: readonly (string | undefined)[];
  readonly known: KnownValues;
  /** Makes new things for routes that take them away: values of `{id}` and `{name}`. */
  victims(path: string): Promise<KnownValues>;
  /** The entity tag of what the path names. */
  tagOf(path: string): Promise<string>;
}

export async function fuzzGround(house: House): Promise<FuzzGround> {
  const admin = new Client(house.url, house.adminKey);
  const queries = await Promise.all(
    ['any', 'driven', 'driven', 'driven', 'sum', 'all'].map(async (task) => {
      const { status, body } = await admin.ask(task, `Answer for ${task}.`, WAIT);
      expect(status).toBe(200);
      return body.id as string;
    }),
  );
  return {
    authorizations: await authorizations(admin, house.adminKey),
    known: knownValues(house.simulatorUrl, queries),
    victims: (path) => victims(admin, path, house.simulatorUrl, queries),
    tagOf: async (path) => {
      const [thing] = /^\/admin\/v1\/[\w-]+\/[^/]+/.exec(path) ?? ['/admin/v1/keys/none'];
      return (await admin.get(thing)).headers.get('etag') ?? '"1"';
    },
  };
}

async function authorizations(admin: Client, adminKey: string): Promise<(string | undefined)[]> {
  const made = async (terms: object): Promise<string> => {
    const { status, body } = await admin.post('/admin/v1/keys', { name: 'fuzz', ...terms });
    expect(status).toBe(201);
    return `Bearer ${(body as { key: string }).key}`;
  };
  const good = `Bearer ${adminKey}`;
  return [
    ...Array.from({ length: 14 }, () => good),
    await made({ roles: ['query'] }),
    await made({ roles: ['rate'] }),
    await made({ roles: ['query', 'rate'], tasks: ['sum'] }),
    await made({ roles: ['admin'], tasks: ['sum'] }),
    await made({ roles: ['admin'], requests_per_minute: 2 }),
    await made({ roles: ['admin'], expires_at: '2020-01-01T00:00:00Z' }),
    `${good.slice(0, -3)}AAA`,
    'Bearer',
    'Basic dXNlcjpwYXNz',
    undefined,
  ];
}

function knownValues(simulatorUrl: string, queries: readonly string[]): KnownValues {
  const models = ['gemma-2-2b-it', 'gpt-4o-mini', 'claude-3.5-sonnet'];
  const ids = { query_id: queries, round_id: queries, inference_id: queries, run_id: queries };
  return {
    ...ids,
    traceId: queries,
    task: ['any', 'sum', 'all', 'driven', 'words', 'silent'],
    model: [...models, 'purser/any', 'purser/sum', 'purser/driven'],
    source: ['survey'],
    name: [...models, 'any', 'sum'],
    kind: ['task', 'model', 'key'],
    metadata: [
      {},
      { purser_max_cost_usd: '0.01' },
      { purser_exclude_models: 'gpt-4o-mini' },
      { purser_session_id: 'session' },
      { purser_label_team: 'a' },
    ],
    choice: ['up', 'down', 'good', 'bad'],
    stream: [true],
    QueryRequest: [{ task: 'any', input: 'What is 6 × 7?' }],
    ChatCompletionRequest: [
      { model: 'purser/any', messages: [{ role: 'user', content: 'What is 6 × 7?' }] },
    ],
    PlanRequest: [{ task: 'any', queries: [{ id: 'a1', input: 'What is 6 × 7?' }] }],
    FeedbackRequest: queries.map((query_id, index) => ({ query_id, value: (index % 3) / 2 })),
    WhatIfRequest: [{ budgets_usd: [0.01] }],
    NewTask: Array.from({ length: 20 }, (_, index) => ({
      name: `made-${index}`,
      config: taskConfig(),
    })),
    NewModel: Array.from({ length: 20 }, (_, index) => ({
      name: `made-${index}`,
      config: modelConfig(simulatorUrl),
    })),
    config: [taskConfig(), modelConfig(simulatorUrl), { budgetUsdPerQuery: 0.002 }],
    prefer: ['wait=0', 'wait=1'],
    'idempotency-key': ['once', 'twice', randomUUID()],
    import_id: ['first', 'second', randomUUID()],
    before: ['100', '2100-01-01T00:00:00Z'],
    by: ['team'],
    from: ['2020-01-01T00:00:00Z'],
    to: ['2100-01-01T00:00:00Z'],
    payload: queries.map((query) => ({ query, stars: 3 })),
    mapping: [{ query: 'query', rating: 'stars', scale: 'stars' }],
    limit: ['1', '10'],
    after: ['0', '1'],
    point: ['0'],
    last: ['5'],
    'x-purser-debug': ['true', 'false'],
  };
}

function taskConfig(): object {
  return {
    reward: 'any-win',
    size: 1,
    models: ['gpt-4o-mini'],
    budgetUsdPerQuery: 0.001,
    evaluator: 'none',
  };
}

function modelConfig(simulatorUrl: string): object {
  const price = { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 2 };
  return { baseUrl: `${simulatorUrl}/v1`, price, maxOutputTokens: 1024 };
}

async function victims(
  admin: Client,
  path: string,
  simulatorUrl: string,
  queries: readonly string[],
): Promise<KnownValues> {
  const made = async (body: object, key: string): Promise<string> => {
    const kind = path.split('/')[3]!;
    const answer = await admin.post(`/admin/v1/${kind}`, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    return (answer.body as Record<string, string>)[key]!;
  };
  const all = (make: (index: number) => Promise<string>): Promise<string[]> =>
    Promise.all(Array.from({ length: VICTIMS }, (_, index) => make(index)));
  const named = (config: object) => (index: number) =>
    made({ name: `victim-${path.length}-${index}-${randomUUID().slice(0, 8)}`, config }, 'name');
  if (path.startsWith('/v1/plans/')) return { id: await all(() => readyPlan(admin, path)) };
  if (path.startsWith('/r/')) return { token: await tokens(admin) };
  if (path.endsWith('/what-if')) return { name: await answered(admin) };
  if (/\/(train|versions)\b/.test(path)) return learnt(admin, simulatorUrl);
  if (path.endsWith('/revert')) return { name: await changed(admin, path) };
  if (path.startsWith('/admin/v1/keys/')) {
    return { id: await all(() => made({ name: 'victim', roles: ['rate'] }, 'id')) };
  }
  if (path.startsWith('/admin/v1/caps/')) {
    return { id: await all(() => made({ ...CAP, time_zone: zones.pop() }, 'id').then(String)) };
  }
  if (path.startsWith('/admin/v1/tasks/')) return { name: await all(named(taskConfig())) };
  if (path.startsWith('/admin/v1/models/')) {
    return { name: await all(named(modelConfig(simulatorUrl))) };
  }
  if (path.startsWith('/admin/v1/webhook-sources/')) return { name: await sources(admin) };
  return { id: queries };
}

/** A task that has a log. */
async function answered(admin: Client): Promise<string[]> {
  await Promise.all(['One.', 'Two.', 'Three.'].map((input) => admin.ask('any', input, WAIT)));
  return ['any'];
}

/** A task with a version of what was learnt of its subsets, among others that learn none. */
async function learnt(admin: Client, simulatorUrl: string): Promise<KnownValues> {
  const name = `learnt-${randomUUID().slice(0, 8)}`;
  const policy = { name: 'select', leastQueries: 20, words: 64, exploration: 0 };
  const evaluator = { kind: 'http', url: `${simulatorUrl}/grade` };
  const config = { ...taskConfig(), evaluator, policy };
  const made = await admin.post('/admin/v1/tasks', { name, config });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  await Promise.all(Array.from({ length: 20 }, (_, at) => admin.ask(name, `Why ${at}?`, WAIT)));
  // An answer may be there before it is learnt from.
  await eventually(async () => {
    const { status } = await admin.post(`/admin/v1/tasks/${name}/train`, {});
    return status === 200 || undefined;
  });
  return { name: [name, 'any', 'sum'], version: ['1'] };
}

/** A plan that the route can be of use to. */
async function readyPlan(admin: Client, path: string): Promise<string> {
  const models = ['gemma-2-2b-it', 'gpt-4o-mini'];
  const outcomes = Object.fromEntries(
    models.map((model) => [model, { score: 1, cost_usd: 0.001 }]),
  );
  const queries = [{ input: 'Why?' }, { input: 'What?', outcomes }];
  const made = await admin.post('/v1/plans', { task: 'any', models, queries });
  expect(made.status, JSON.stringify(made.body)).toBe(202);
  const { id } = made.body as { id: string };
  await eventually(async () => {
    const { body } = await admin.get(`/v1/plans/${id}`);
    return body.status === 'ready' ? true : undefined;
  });
  if (path.endsWith('/cancel') || path.endsWith('/resume')) {
    await admin.post(`/v1/plans/${id}/execute`, { point: 0 });
    const { body } = await admin.post(`/v1/plans/${id}/cancel`, {});
    expect(body.status).toBe('cancelled');
  }
  return id;
}

/** Senders of webhooks that the API made. */
function sources(admin: Client): Promise<string[]> {
  const mapping = { query: 'query', rating: 'stars', scale: 'stars' };
  return Promise.all(
    Array.from({ length: VICTIMS }, async () => {
      const name = `victim-${randomUUID().slice(0, 8)}`;
      const made = await admin.send('PUT', `/admin/v1/webhook-sources/${name}`, { mapping });
      expect(made.status, JSON.stringify(made.body)).toBe(200);
      return name;
    }),
  );
}

/** Of the links that rate the answers of a task that has such links. */
async function tokens(admin: Client): Promise<string[]> {
  const { body } = await admin.ask('driven', 'Rate me.', WAIT);
  return [String(body.rating_url).split('/r/')[1]!];
}

/** Tasks or models of the file, changed by the API. */
async function changed(admin: Client, path: string): Promise<string[]> {
  const ofTasks = path.startsWith('/admin/v1/tasks/');
  const names = ofTasks ? ['hasty', 'rated', 'silent', 'patient'] : ['claude-3.5-sonnet'];
  const change = ofTasks ? { budgetUsdPerQuery: 0.02 } : { maxOutputTokens: 1_000 };
  for (const name of names) {
    const thing = path.replace('{name}', name).replace('/revert', '');
    const { headers } = await admin.get(thing);
    const answer = await admin.send('PATCH', thing, change, { 'if-match': headers.get('etag')! });
    expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  }
  return names;
}
