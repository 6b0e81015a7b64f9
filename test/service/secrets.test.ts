import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { eventually } from '../ground/client.js';
import { queueOf, tablesOf } from '../ground/contents.js';
import { QUEUE_PASSWORD } from '../ground/database.js';
import { SURVEY_SECRETS } from '../ground/house.js';
import { startApp } from '../ground/process.js';
import { tellTale } from '../ground/tell-tale.js';
import { operations } from '../fuzz/api-description.js';

const PROVIDER_KEY = 'sk-planted-provider-key-8c1f';
const METRICS_TOKEN = 'planted-metrics-token-51aa';
const DATABASE_PASSWORD = 'planted-database-password';
const REDIS_PASSWORD = 'planted-redis-password';
const MASTER_KEY = Buffer.alloc(32, 'planted master key').toString('base64');
const MODELS = ['gemma-2-2b-it', 'gpt-4o-mini', 'claude-3.5-sonnet'];
const WAIT = { prefer: 'wait=20' };

onEachBackend(
  'planted secrets',
  (opened) => {
    /** What was seen, by where. */
    const seen: [where: string, text: string][] = [];
    const secrets = new Map([
      ['the key of a provider', PROVIDER_KEY],
      ['the token of metrics', METRICS_TOKEN],
      ['the key of all locks', MASTER_KEY],
      ['the password of the queue', QUEUE_PASSWORD],
      ...SURVEY_SECRETS.map((secret, at) => [`secret ${at} of a webhook`, secret] as const),
    ]);
    let upstream: Server;
    beforeAll(async () => {
      secrets.set('the first admin key', opened.house.adminKey);
      upstream = await tellTale(PROVIDER_KEY);
    });
    afterAll(() => upstream.close());

    /** Sends a request and notes all that comes back. */
    async function asked(
      method: string,
      path: string,
      body?: unknown,
      { key = opened.house.adminKey, isNoted = true, headers = {} }: Sent = {},
    ): Promise<{ status: number; body: any; headers: Headers }> {
      const response = await fetch(opened.house.url + path, {
        method,
        headers: {
          ...(key !== '' && { authorization: `Bearer ${key}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      const told = [...response.headers].map((header) => header.join(': ')).join('\n');
      if (isNoted) seen.push([`${method} ${path}`, `${told}\n${text}`]);
      return {
        status: response.status,
        body: told.includes('application/json') ? (JSON.parse(text) as unknown) : text,
        headers: response.headers,
      };
    }

    async function changed(
      method: string,
      thing: string,
      below: string,
      body?: unknown,
      over?: Sent,
    ) {
      const { headers } = await asked('GET', thing);
      const match = { 'if-match': headers.get('etag') ?? '"1"' };
      return asked(method, thing + below, body, { ...over, headers: match });
    }

    it('are used by all that may have them', async () => {
      for (const model of MODELS) {
        const { status } = await changed('PATCH', `/admin/v1/models/${model}`, '', {
          apiKeyEnv: 'PLANTED_API_KEY',
        });
        expect(status).toBe(200);
      }
      const answered = await asked(
        'POST',
        '/v1/queries',
        { task: 'any', input: 'What is 6 × 7?' },
        { headers: WAIT },
      );
      expect(answered.body.status).toBe('answered');
      const id = String(answered.body.id);
      await asked('POST', '/v1/feedback', { query_id: id, value: 1 });
      for (const path of [`/v1/queries/${id}`, `/v1/rounds/${id}`]) await asked('GET', path);
      const { port } = upstream.address() as AddressInfo;
      const price = { inputUsdPerMillionTokens: 1, outputUsdPerMillionTokens: 1 };
      for (const status of [400, 401, 500]) {
        const baseUrl = `http://127.0.0.1:${port}/${status}`;
        const config = { baseUrl, price, apiKeyEnv: 'PLANTED_API_KEY', maxOutputTokens: 100 };
        expect(
          (await asked('POST', '/admin/v1/models', { name: `tells-${status}`, config })).status,
        ).toBe(201);
        const task = {
          reward: 'any-win',
          size: 1,
          budgetUsdPerQuery: 0.01,
          evaluator: 'none',
          retries: 0,
        };
        const named = { name: `tells-${status}`, config: { ...task, models: [`tells-${status}`] } };
        expect((await asked('POST', '/admin/v1/tasks', named)).status).toBe(201);
        const failed = await asked(
          'POST',
          '/v1/queries',
          { task: `tells-${status}`, input: 'Tell.' },
          { headers: WAIT },
        );
        expect(failed.body.status, JSON.stringify(failed.body)).toBe('failed');
        const chat = {
          model: `purser/tells-${status}`,
          messages: [{ role: 'user', content: 'Tell.' }],
          stream: true,
        };
        await asked('POST', '/v1/chat/completions', chat);
      }
    });

    it('are made, turned and asked for, and shown to nobody else', async () => {
      const made = await asked(
        'POST',
        '/admin/v1/keys',
        { name: 'shop', roles: ['query', 'rate'] },
        { isNoted: false },
      );
      secrets.set('a key', String(made.body.key));
      const id = String(made.body.id);
      const turned = await changed(
        'POST',
        `/admin/v1/keys/${id}`,
        '/rotate',
        { grace_seconds: 60 },
        { isNoted: false },
      );
      secrets.set('a turned key', String(turned.body.key));
      const mapping = { query: 'query', rating: 'stars', scale: 'stars' };
      const source = await asked(
        'PUT',
        '/admin/v1/webhook-sources/planted',
        { mapping },
        { isNoted: false },
      );
      expect(source.status).toBe(200);
      for (const text of JSON.stringify(source.body).match(/whsec_[^"]+/g) ?? []) {
        secrets.set('the secret of a source made by the API', text);
      }
      expect(secrets.size).toBe(10);
      const keys = ['a key', 'a turned key'].map((name) => secrets.get(name)!);
      for (const key of [...keys, '', `${keys[0]!.slice(0, -4)}AAAA`]) {
        for (const { method, path } of operations) {
          if (method === 'GET' && !path.includes('{')) await asked('GET', path, undefined, { key });
        }
      }
      for (const path of [
        'tasks/any',
        'tasks/any/statistics',
        'tasks/any/rounds',
        'models/gpt-4o-mini',
        'models/gpt-4o-mini/prices',
        `keys/${id}`,
        'webhook-sources/planted',
      ]) {
        expect((await asked('GET', `/admin/v1/${path}`)).status, path).toBe(200);
      }
    });

    it('are not repeated where somebody puts them in the wrong place', async () => {
      const wrong = await changed('PATCH', '/admin/v1/models/gpt-4o-mini', '', {
        apiKeyEnv: PROVIDER_KEY,
      });
      expect(wrong.status).toBe(400);
      const inUrl = await changed('PATCH', '/admin/v1/models/gpt-4o-mini', '', {
        baseUrl: `https://user:${PROVIDER_KEY}@example.com/v1`,
      });
      expect(inUrl.status).toBe(400);
      const signed = {
        'webhook-id': 'msg_1',
        'webhook-timestamp': '1',
        'webhook-signature': `v1,${SURVEY_SECRETS[0]}`,
      };
      expect((await asked('POST', '/v1/webhooks/survey', {}, { headers: signed })).status).toBe(
        401,
      );
      const address = `postgres://purser:${DATABASE_PASSWORD}@127.0.0.1:1/purser`;
      const broken = [
        startApp('scheduling-cloud', { DATABASE_URL: address }),
        startApp('local-server', { QUEUE_DATABASE_URL: address }),
        startApp('local-server', { REDIS_URL: `redis://:${REDIS_PASSWORD}@127.0.0.1:x` }),
      ];
      for (const [at, ended] of (await Promise.allSettled(broken)).entries()) {
        expect(ended.status).toBe('rejected');
        seen.push([`the end of process ${at}`, String((ended as PromiseRejectedResult).reason)]);
      }
    });

    it('are nowhere: no answer, log, metric, job or table has one', async () => {
      const { house } = opened;
      for (const key of [METRICS_TOKEN, house.adminKey])
        await asked('GET', '/metrics', undefined, { key });
      for (const server of house.localServers) server.signal('SIGSTOP');
      await asked('POST', '/v1/queries', { task: 'sum', input: 'Still to be asked.' });
      seen.push([
        'the queue',
        await eventually(async () => {
          const queue = await queueOf(house);
          return queue.includes('Still to be asked.') ? queue : undefined;
        }),
      ]);
      for (const server of house.localServers) server.signal('SIGCONT');
      seen.push(['the database', await tablesOf(house, 'purser')]);
      for (const app of [house.cloud, ...house.localServers]) {
        await app.kill('SIGTERM');
        expect(app.output()).toContain('ready');
        seen.push([`the log of process ${app.pid}`, app.output()]);
      }
      expect(seen.length).toBeGreaterThan(60);
      const all = [
        ...secrets,
        ['a password', DATABASE_PASSWORD],
        ['a password', REDIS_PASSWORD],
      ] as const;
      const found = seen.flatMap(([where, text]) =>
        all
          .filter(([, secret]) => formsOf(secret).some((form) => text.includes(form)))
          .map(([what]) => `${what}: ${where}`),
      );
      expect(found).toEqual([]);
    });
  },
  {
    needsKeys: true,
    localServers: 1,
    environment: {
      PLANTED_API_KEY: PROVIDER_KEY,
      METRICS_TOKEN,
      PURSER_SECRET_KEY: MASTER_KEY,
      LOG_LEVEL: 'debug',
    },
  },
);

interface Sent {
  key?: string;
  isNoted?: boolean;
  headers?: Record<string, string>;
}

/** As it is, in a URL, and as its bytes are where it is base64. */
function formsOf(secret: string): string[] {
  const bytes = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  const inside = bytes.toString('utf8');
  const isText = /^[\x20-\x7e]{12,}$/.test(inside);
  return [secret, encodeURIComponent(secret), ...(isText ? [inside] : [])];
}
