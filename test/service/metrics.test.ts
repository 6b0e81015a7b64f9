import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { eventually } from '../ground/client.js';
import { ends, submit } from '../ground/load.js';

const TOKEN = 'for-prometheus-only';
const HEALTH_PORT = 20_811;
const MODELS = ['gemma-2-2b-it', 'gpt-4o-mini', 'claude-3.5-sonnet'];
const OPERATIONS = join(import.meta.dirname, '../../docs/operations.md');
const OBSERVABILITY = join(import.meta.dirname, '../../docs/observability');
/** What Node tells of itself is described by prom-client. */
const OF_NODE = /^(process|nodejs)_/;

/** The sum over all series of a metric whose labels hold these. */
function sum(text: string, name: string, ...labels: string[]): number {
  const lines = text
    .split('\n')
    .filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
  return lines
    .filter((line) => labels.every((label) => line.includes(label)))
    .reduce((total, line) => total + Number(line.split(' ').at(-1)), 0);
}

function names(text: string): string[] {
  return [...text.matchAll(/^# TYPE (\S+)/gm)]
    .map((match) => match[1]!)
    .filter((name) => !OF_NODE.test(name));
}

onEachBackend(
  'metrics',
  (opened) => {
    const scraped = async (url: string, token = TOKEN): Promise<string> => {
      const response = await fetch(`${url}/metrics`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(response.status).toBe(200);
      return response.text();
    };
    const ofCloud = (): Promise<string> => scraped(opened.house.url);
    const ofLocal = (): Promise<string> => scraped(`http://127.0.0.1:${HEALTH_PORT}`);

    it('are for who has the token, or an admin key', async () => {
      const { house } = opened;
      expect((await fetch(`${house.url}/metrics`)).status).toBe(401);
      expect((await opened.client.get('/v1/tasks')).status).toBe(200);
      await scraped(house.url, house.adminKey);
      const wrong = { headers: { authorization: `Bearer ${TOKEN}x` } };
      expect((await fetch(`${house.url}/metrics`, wrong)).status).toBe(401);
      expect((await fetch(`http://127.0.0.1:${HEALTH_PORT}/metrics`, wrong)).status).toBe(401);
      const tasks = await fetch(`${house.url}/v1/tasks`, {
        headers: { authorization: `Bearer ${TOKEN}` },
      });
      expect(tasks.status).toBe(401);
    });

    it('tell what queries came to, as PostgreSQL has it', async () => {
      const { client, house } = opened;
      const ids = await submit(client, 20);
      expect(new Set(await ends(client, ids))).toEqual(new Set(['answered']));
      for (const id of ids.slice(0, 3)) {
        expect((await client.post('/v1/feedback', { query_id: id, score: 1 })).status).toBe(200);
      }
      const [books] = await house.database.query<{ usd: number; calls: number; expected: number }>(
        `SELECT sum(cost_nano)::float8 / 1e9 AS usd, sum(expected_cost_nano)::float8 / 1e9 AS expected,
           (SELECT count(*)::integer FROM purser.calls) AS calls
         FROM purser.queries WHERE task = 'any'`,
      );
      const text = await ofCloud();
      expect(sum(text, 'purser_rounds_total', 'task="any"')).toBe(20);
      expect(sum(text, 'purser_queries_total', 'task="any"', 'status="answered"')).toBe(20);
      expect(sum(text, 'purser_calls_total', 'task="any"')).toBe(books!.calls);
      expect(sum(text, 'purser_cost_usd_total', 'task="any"')).toBeCloseTo(books!.usd, 9);
      expect(sum(text, 'purser_round_expected_cost_usd_total')).toBeCloseTo(books!.expected, 9);
      expect(sum(text, 'purser_ratings_total', 'status="applied"')).toBe(3);
      expect(sum(text, 'purser_task_budget_usd_per_query', 'task="any"')).toBe(0.01);
      expect(sum(text, 'purser_queries_pending')).toBe(0);
      expect(
        sum(text, 'http_server_request_duration_seconds_count', '/v1/queries"', 'code="202"'),
      ).toBe(20);
    });

    it('tell how providers did, under the names of OpenTelemetry', async () => {
      const text = await ofLocal();
      const calls = sum(await ofCloud(), 'purser_calls_total');
      expect(sum(text, 'gen_ai_client_operation_duration_seconds_count', 'error_type=""')).toBe(
        calls,
      );
      expect(sum(text, 'gen_ai_client_token_usage_count', 'token_type="input"')).toBe(calls);
      expect(sum(text, 'gen_ai_client_token_usage_sum', 'token_type="output"')).toBeGreaterThan(0);
    });

    it('tell of a breaker that has opened', async () => {
      const { client, house } = opened;
      await house.faults({ errorRate: 1, errorStatus: 500 });
      await submit(client, 20);
      await eventually(async () => sum(await ofLocal(), 'purser_breaker_open') > 0 || undefined);
      await house.faults({ errorRate: 0 });
      expect(
        sum(await ofLocal(), 'gen_ai_client_operation_duration_seconds_count', 'http_500'),
      ).toBeGreaterThan(0);
    });

    it('have labels of the configuration alone: nothing that a client sent', async () => {
      const { client } = opened;
      await client.post('/v1/queries', {
        task: 'any',
        input: 'planted-in-a-query',
        metadata: { purser_label_customer: 'planted-customer', other: 'planted-metadata' },
      });
      await client.ask('planted-task', 'x');
      await client.get('/v1/planted-path?token=planted-token');
      const texts = [await ofCloud(), await ofLocal()];
      for (const text of texts) {
        expect(text).not.toMatch(/planted|purser_[0-9a-z]{8,}_/);
        for (const [, model] of text.matchAll(/model="([^"]*)"/g)) expect(MODELS).toContain(model);
      }
    });

    it('are those that docs/operations.md lists, each of them', async () => {
      const docs = await readFile(OPERATIONS, 'utf8');
      const listed = [...docs.matchAll(/^\| `((?:purser|gen_ai|http)_\w+)`/gm)].map(
        ([, name]) => name,
      );
      const exposed = [...names(await ofCloud()), ...names(await ofLocal())];
      expect(listed.toSorted()).toEqual(exposed.toSorted());
    });

    it.each(['alerts.yml', 'grafana.json'])('are all that %s asks for', async (file) => {
      const asked = await readFile(join(OBSERVABILITY, file), 'utf8');
      const series = new Set(asked.match(/\b(?:purser|gen_ai_client|http_server|process)_\w+/g));
      const metrics = [...series].map((name) => name.replace(/_(?:bucket|sum|count)$/, ''));
      expect(metrics.length).toBeGreaterThan(5);
      const exposed = `${await ofCloud()}${await ofLocal()}`;
      for (const name of metrics) expect(exposed).toContain(`# TYPE ${name} `);
    });

    it('have all labels that the alerts and the dashboard ask for', async () => {
      const files = ['alerts.yml', 'grafana.json'].map((file) => join(OBSERVABILITY, file));
      const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')));
      const docs = await readFile(OPERATIONS, 'utf8');
      const rows = docs.split('\n').filter((line) => line.startsWith('| `'));
      const known = new Set(rows.join(' ').match(/\b[a-z_]+\b/g));
      const asked = texts.flatMap((text) => [...text.matchAll(/\bby \(([^)]*)\)/g)]);
      const labels = new Set(asked.flatMap(([, names]) => names!.split(/,\s*/)));
      labels.delete('le');
      expect([...labels].filter((label) => !known.has(label))).toEqual([]);
    });
  },
  {
    localServers: 1,
    needsKeys: true,
    environment: { METRICS_TOKEN: TOKEN, LOCAL_SERVER_HEALTH_PORT: String(HEALTH_PORT) },
  },
);
