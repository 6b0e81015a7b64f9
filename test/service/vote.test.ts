import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { profileWorld, type Profile } from '#replay';
import { expectBooksToBalance } from '../ground/books.js';
import { Client, eventually } from '../ground/client.js';
import { openHouse, type House } from '../ground/house.js';

const PROFILE = join(import.meta.dirname, '../../apps/llm-simulator/profiles/zeroeval-2024.json');
const LABELS = ['billing', 'shipping', 'returns', 'other'];
const ENOUGH_TO_LEARN = 120;

const world = profileWorld(JSON.parse(readFileSync(PROFILE, 'utf8')) as Profile, 1);

let house: House;
let client: Client;
beforeAll(async () => {
  house = await openHouse({ backend: 'postgres', localServers: 1 });
  client = new Client(house.url);
  const config = { reward: 'vote', labels: LABELS, size: 3, budgetUsdPerQuery: 0.01 };
  const { status } = await client.post('/admin/v1/tasks', { name: 'vote', config });
  expect(status).toBe(201);
});
afterAll(() => house.close());

function goldOf(id: string): string {
  return world.labelOf({ id, text: '', task: 'intent' })!;
}

async function ask(id: string, more: object = {}): Promise<any> {
  const metadata = { task: 'intent', record_id: id };
  const body = { task: 'vote', input: `Message ${id}`, metadata, ...more };
  return (await client.post('/v1/queries', body, { prefer: 'wait=30' })).body;
}

/** Answers are there before they are learnt from, and books balance after. */
async function allLearnt(): Promise<void> {
  await eventually(async () => {
    const open = await house.database.query(
      'SELECT FROM purser.queries WHERE observed_at IS NULL LIMIT 1',
    );
    return open.length === 0 || undefined;
  });
}

/** By how much the cap of the capped task is passed: below 0 for room that is left. */
async function overdrawn(): Promise<number> {
  const [window] = await house.database.query<{ over: string }>(
    `SELECT max(reserved_nano + settled_nano - limit_nano) AS over
     FROM purser.cap_windows AS w JOIN purser.caps AS cap ON cap.id = w.cap_id
     WHERE subject = 'capped'`,
  );
  return Number(window?.over);
}

/** The task's ballot, once so many rounds are judged. */
function judged(rounds: number): Promise<any> {
  return eventually(async () => {
    const { body } = await client.get('/v1/tasks/vote');
    return body.ballot.judged_rounds >= rounds ? body.ballot : undefined;
  });
}

describe('a task whose models vote', () => {
  it('answers with a label, and says who voted what and how much each label is believed', async () => {
    const query = await ask('q1', { reference: goldOf('q1') });
    expect(query.status).toBe('answered');
    expect(LABELS).toContain(query.answer);
    const { vote } = query;
    expect(vote.label).toBe(query.answer);
    expect(vote.beliefs.map(({ label }: any) => label)).toEqual(LABELS);
    const sum = vote.beliefs.reduce((all: number, { belief }: any) => all + belief, 0);
    expect(sum).toBeCloseTo(1, 9);
    expect(vote.belief).toBe(Math.max(...vote.beliefs.map(({ belief }: any) => belief)));
    expect(vote.votes).toHaveLength(query.calls.length);
    const round = (await client.get(`/v1/rounds/${query.round_id}`)).body;
    expect(round).toMatchObject({ policy: 'thrift', reward_model: 'vote' });
    expect(round.vote.labels).toEqual(LABELS);
    expect(Object.keys(round.vote.weights).sort()).toEqual(round.combination.toSorted());
    const stored = (await client.settled(query.id as string)).body;
    expect(stored.vote).toEqual(vote);
  });

  it('learns from gold labels, stops early, and calibrates its confidence', async () => {
    const ids = Array.from({ length: ENOUGH_TO_LEARN }, (_, at) => `learn-${at}`);
    const answered = await Promise.all(ids.map((id) => ask(id, { reference: goldOf(id) })));
    expect(new Set(answered.map(({ status }) => status))).toEqual(new Set(['answered']));
    // An answer may be there before it is learnt from.
    await judged(ENOUGH_TO_LEARN);
    const later = await Promise.all(
      ids.map((id) => ask(`then-${id}`, { reference: goldOf(`then-${id}`) })),
    );
    const right = later.filter(({ vote }, at) => vote.label === goldOf(`then-${ids[at]}`));
    expect(right.length / later.length).toBeGreaterThan(0.7);
    const rounds = await Promise.all(
      later.map(async ({ round_id }) => (await client.get(`/v1/rounds/${round_id}`)).body),
    );
    const early = rounds.filter((round, at) => round.combination.length > later[at].calls.length);
    expect(early.length).toBeGreaterThan(later.length / 4);
    const ballot = await judged(2 * ENOUGH_TO_LEARN);
    expect(ballot.labels).toEqual(LABELS);
    expect(ballot.calibration.length).toBeGreaterThan(0);
    const { vote } = await ask('calibrated');
    expect(vote.confidence).not.toBe(vote.belief);
    await expectBooksToBalance(house.database);
  });

  it('is an OpenAI model whose answer is the label', async () => {
    const request = {
      model: 'purser/vote',
      messages: [{ role: 'user', content: 'Where is my parcel?' }],
      metadata: { task: 'intent' },
    };
    const { body } = await client.post('/v1/chat/completions', request);
    expect(body.choices).toHaveLength(1);
    expect(LABELS).toContain(body.choices[0].message.content);
    expect(body.purser.vote.label).toBe(body.choices[0].message.content);
    const response = await fetch(`${house.url}/v1/chat/completions`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ...request, stream: true }),
    });
    const said = [...(await response.text()).matchAll(/"content":"([^"]+)"/g)].map(
      ([, text]) => text,
    );
    expect(LABELS).toContain(said.join(''));
  });

  it('lets a rating of the label count for all who voted for it', async () => {
    const agreed = await eventually(async () => {
      const query = await ask(`agreed-${Math.floor(performance.now())}`);
      const { votes, label } = query.vote;
      return votes.filter((one: any) => one.label === label).length > 1 ? query : undefined;
    });
    await client.settled(agreed.id as string);
    await client.post('/v1/feedback', { query_id: agreed.id, score: 1 });
    const { body } = await client.get(`/v1/queries/${agreed.id}`);
    const { label, votes } = agreed.vote;
    const rewards = body.calls.map(({ reward }: any) => reward);
    expect(rewards).toEqual(votes.map((one: any) => (one.label === label ? 1 : null)));
    expect(body.reward).toBe(1);
    await expectBooksToBalance(house.database);
  });

  it('tells kinds of queries and labels apart by versions that outlast the process', async () => {
    const policy = { name: 'thrift', clusters: 2, errors: 'by-label' };
    const config = { reward: 'vote', labels: LABELS, size: 3, budgetUsdPerQuery: 0.01, policy };
    expect((await client.post('/admin/v1/tasks', { name: 'kinds', config })).status).toBe(201);
    const words = (at: number) =>
      at % 2 ? 'parcel late courier street' : 'invoice card refund euro';
    const send = (at: number, to = client) => {
      const reference = goldOf(`kinds-${at}`);
      const metadata = { task: 'intent', record_id: `kinds-${at}` };
      const body = { task: 'kinds', input: `${words(at)} ${at}`, metadata, reference };
      return to.post('/v1/queries', body, { prefer: 'wait=30' });
    };
    await Promise.all(Array.from({ length: 40 }, (_, at) => send(at)));
    const ballotAt = async (url: string) =>
      (await new Client(url).get('/v1/tasks/kinds')).body.ballot.estimates;
    const made = await eventually(async () => (await ballotAt(house.url)) ?? undefined);
    expect(made.version).toBeGreaterThan(0);
    expect(made.kinds).toBe(2);
    const replica = await house.startReplica();
    expect((await ballotAt(replica)).version).toBeGreaterThanOrEqual(made.version);
    const rounds = await Promise.all(
      [50, 51, 52, 53].map(async (at) => {
        const { body } = await send(at, new Client(replica));
        expect(body.status).toBe('answered');
        return (await client.get(`/v1/rounds/${body.round_id}`)).body.vote;
      }),
    );
    for (const { estimates, tables } of rounds) {
      expect(estimates.version).toBeGreaterThanOrEqual(made.version);
      for (const table of Object.values<number[][]>(tables)) {
        expect(table).toHaveLength(LABELS.length);
        for (const row of table) {
          const sum = row.reduce((all, log) => all + Math.exp(log), 0);
          expect(sum).toBeCloseTo(1, 3);
        }
      }
    }
    const kinds = rounds.map(({ estimates }) => estimates.kind);
    expect(kinds).toEqual([kinds[0], 1 - kinds[0], kinds[0], 1 - kinds[0]]);
    await allLearnt();
    await expectBooksToBalance(house.database);
  });

  it('passes no hard cap at any moment, whoever is heard out', async () => {
    const policy = { name: 'thrift', hearOut: 1 };
    const config = { reward: 'vote', labels: LABELS, size: 3, budgetUsdPerQuery: 0.01, policy };
    await client.post('/admin/v1/tasks', { name: 'capped', config });
    const send = (at: number) => {
      const metadata = { task: 'intent', record_id: `capped-${at}` };
      const body = { task: 'capped', input: `Message ${at}`, metadata };
      const reference = goldOf(`capped-${at}`);
      return client.post('/v1/queries', { ...body, reference }, { prefer: 'wait=30' });
    };
    await eventually(async () => {
      const all = await Promise.all([0, 1, 2, 3, 4, 5].map(send));
      return all.every(({ body }) => body.calls.length === 3) || undefined;
    });
    // Room for the worst case of three models once, and of one model four times.
    const terms = { scope: 'task', subject: 'capped', window: 'month', limit_usd: 0.0065 };
    expect((await client.post('/admin/v1/caps', terms)).status).toBe(201);
    await eventually(async () => {
      const { headers } = await send(0);
      return headers.has('x-purser-budget-remaining-usd') || undefined;
    });
    const asked = Promise.all(Array.from({ length: 20 }, (_, at) => send(at)));
    let over = -Infinity;
    for (let isOver = false; !isOver;) {
      isOver = await Promise.race([asked.then(() => true), overdrawn().then(() => false)]);
      over = Math.max(over, await overdrawn());
    }
    expect(over).toBeLessThanOrEqual(0);
    const answered = (await asked).filter(({ body }) => body.status === 'answered');
    expect(answered.length).toBeGreaterThan(0);
    const rounds = await Promise.all(
      answered.map(async ({ body: { round_id, calls } }) => {
        const { combination, vote } = (await client.get(`/v1/rounds/${round_id}`)).body;
        expect(calls).toHaveLength(combination.length);
        expect(vote.heard_out).toBe(combination.length > 1);
        return combination.length;
      }),
    );
    expect(Math.max(...rounds)).toBeGreaterThan(1);
    await allLearnt();
    await expectBooksToBalance(house.database);
  });

  it('refuses a reference that is none of its labels, and says which they are', async () => {
    const { error } = await ask('odd', { reference: 'complaints' });
    expect(error).toMatchObject({ code: 'unknown_label', param: 'reference' });
    expect(error.message).toContain('billing, shipping, returns, other');
  });
});
