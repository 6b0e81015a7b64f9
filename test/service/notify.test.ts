import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { eventually } from '../ground/client.js';
import { SURVEY_SECRETS } from '../ground/house.js';
import { openReceiver, type Received, type Receiver } from '../ground/receiver.js';

onEachBackend('another system', (opened) => {
  let receiver: Receiver;
  const dueNow = () =>
    opened.house.database.query('UPDATE purser.webhook_deliveries SET next_attempt_at = now()');
  const log = async (): Promise<Record<string, unknown>[]> =>
    (await opened.client.get('/admin/v1/webhook-deliveries')).body.data;
  const told = (event: string): Promise<Received> =>
    eventually(() =>
      Promise.resolve(receiver.received.find(({ text }) => text.includes(`"${event}"`))),
    );
  /** What came, its signature checked as its receiver would. */
  const opens = ({ headers, text }: Received): any =>
    new Webhook(SURVEY_SECRETS[0]!).verify(text, headers as Record<string, string>);

  beforeAll(async () => {
    receiver = await openReceiver();
    await opened.house.configure(
      (text) => `${text}
caps:
  - { window: day, limitUsd: 0.000000001, hard: false }
notify:
  crm:
    url: ${receiver.url}
    events: [query.answered, budget.soft_limit, breaker.opened]
    tasks: [any]
    secretEnv: OLD_WEBHOOK_SECRET
`,
    );
    await opened.house.cloud.kill('SIGKILL');
    await opened.house.startCloud();
  });
  afterAll(() => receiver.close());
  beforeEach(() => {
    receiver.answers = 204;
    receiver.received.length = 0;
  });

  it('is told of answers, signed, and of no other task', async () => {
    await opened.client.ask('sum', 'Not for you.', { prefer: 'wait=20' });
    const { body } = await opened.client.ask('any', 'For you.', { prefer: 'wait=20' });
    const message = opens(await told('query.answered'));
    expect(message).toMatchObject({ type: 'query.answered', timestamp: expect.any(String) });
    expect(message.data).toMatchObject({ query_id: body.id, task: 'any', model: body.model });
    expect(message.data.cost_usd).toBeGreaterThan(0);
    expect(receiver.received.filter(({ text }) => text.includes('"sum"'))).toEqual([]);
    const entry = await eventually(async () =>
      (await log()).find(({ status, data }) => status === 'delivered' && data !== null),
    );
    expect(entry).toMatchObject({ endpoint: 'crm', attempts: 1, last_response: 204 });
  });

  it('is told again under the same id when it failed', async () => {
    receiver.answers = 500;
    await opened.client.ask('any', 'Try again.', { prefer: 'wait=20' });
    const first = await told('query.answered');
    const id = first.headers['webhook-id'];
    await eventually(async () =>
      (await log()).find((entry) => entry['webhook_id'] === id && entry['last_response'] === 500),
    );
    receiver.answers = 200;
    await dueNow();
    const delivered = await eventually(async () =>
      (await log()).find((entry) => entry['webhook_id'] === id && entry['status'] === 'delivered'),
    );
    expect(delivered).toMatchObject({ attempts: 2, last_response: 200, next_attempt_at: null });
    expect(receiver.received.map(({ headers }) => headers['webhook-id'])).toEqual([id, id]);
  });

  it('is told what a killed service was telling it', async () => {
    receiver.answers = null;
    await opened.client.ask('any', 'Last words.', { prefer: 'wait=20' });
    const first = await told('query.answered');
    await opened.house.cloud.kill('SIGKILL');
    receiver.received.length = 0;
    receiver.answers = 204;
    await dueNow();
    await opened.house.startCloud();
    const again = await told('query.answered');
    expect(again.headers['webhook-id']).toBe(first.headers['webhook-id']);
    expect(opens(again)).toEqual(JSON.parse(first.text));
  });

  it('is told once that a soft cap is passed, and that a breaker has opened', async () => {
    const money = (await log()).filter(({ event }) => event === 'budget.soft_limit');
    expect(money).toHaveLength(1);
    expect(money[0]!['data']).toMatchObject({ scope: 'global', span: 'day', subject: null });
    await opened.house.database.query(
      `INSERT INTO purser.open_breakers (model, open_since, probe_at, trips, reason)
       VALUES ('gemma-2-2b-it', now(), now(), 1, 'it fails')`,
    );
    const { data } = opens(await told('breaker.opened'));
    expect(data).toMatchObject({ model: 'gemma-2-2b-it', reason: 'it fails' });
  });
});
