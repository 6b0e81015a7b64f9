import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectBooksToBalance } from '../ground/books.js';
import { Client, eventually } from '../ground/client.js';
import { openHouse, type House } from '../ground/house.js';

const WAIT = { prefer: 'wait=20' };

let house: House;
let client: Client;
let other: Client;
beforeAll(async () => {
  house = await openHouse({ backend: 'postgres', needsKeys: true, localServers: 1 });
  client = new Client(house.url, house.adminKey);
  other = new Client(await house.startReplica(), house.adminKey);
});
afterAll(() => house.close());

async function answered(task: string, input: string): Promise<any> {
  const { status, body } = await client.ask(task, input, WAIT);
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
}

/** How many costs a replica knows of. */
async function knownOf(replica: Client, task: string): Promise<number> {
  const { body } = await replica.get(`/v1/tasks/${task}`);
  return body.models.reduce((sum: number, model: any) => sum + model.costs, 0) as number;
}

function knows(replica: Client, task: string, isIt: (costs: number) => boolean): Promise<true> {
  return eventually(async () => isIt(await knownOf(replica, task)) || undefined);
}

async function reset(task: string, tag?: string): Promise<any> {
  const { headers } = await client.get(`/admin/v1/tasks/${task}`);
  const match = { 'if-match': tag ?? headers.get('etag')! };
  return client.post(`/admin/v1/tasks/${task}/reset`, {}, match);
}

it.each(['any', 'words'])(
  'a reset of %s is in force at every replica, and late ratings do not undo it',
  async (task) => {
    const before = await answered(task, 'What is 6 × 7?');
    await knows(other, task, (costs) => costs > 0);
    const { headers } = await client.get(`/admin/v1/tasks/${task}`);
    const { status, body } = await reset(task);
    expect(status, JSON.stringify(body)).toBe(200);
    for (const replica of [client, other]) await knows(replica, task, (costs) => costs === 0);
    const late = await client.post('/v1/feedback', { query_id: before.id, value: 0.3 });
    expect(late.body.status).toBe('applied');
    const after = await answered(task, 'What is 7 × 8?');
    for (const replica of [client, other]) {
      await knows(replica, task, (costs) => costs === after.calls.length);
    }
    const again = await reset(task, headers.get('etag')!);
    expect([again.status, again.body.error.code]).toEqual([412, 'changed_since']);
    const audit = await client.get(`/admin/v1/audit?kind=task&name=${task}`);
    expect(audit.body.data[0]).toMatchObject({ action: 'reset', name: task });
    await expectBooksToBalance(house.database);
  },
);

it('the idempotency key of one API key says nothing of a query of another', async () => {
  const keys = await Promise.all(
    ['one', 'other'].map(async (name) => {
      const made = await client.post('/admin/v1/keys', { name, roles: ['query'] });
      return new Client(house.url, made.body.key as string);
    }),
  );
  const once = { ...WAIT, 'idempotency-key': 'once' };
  const [first, second] = await Promise.all(keys.map((key) => key.ask('any', 'Mine.', once)));
  expect([first!.status, second!.status]).toEqual([200, 200]);
  expect(second!.body.id).not.toBe(first!.body.id);
  expect((await keys[0]!.ask('any', 'Mine.', once)).body.id).toBe(first!.body.id);
});
