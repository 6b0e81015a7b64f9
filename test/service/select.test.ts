import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { randomOf } from '#bandit';
import { v7 as timeOrderedId } from 'uuid';
import { expectBooksToBalance } from '../ground/books.js';
import { Client, eventually } from '../ground/client.js';
import { openHouse, type House } from '../ground/house.js';

const TASK = 'chosen';
const PATH = `/admin/v1/tasks/${TASK}`;
/** Each is good at one kind of query; the last is good at both, slow and dear. */
const [POET, RECKONER, SAGE] = ['gemma-2-2b-it', 'gpt-4o-mini', 'claude-3.5-sonnet'] as const;
const MODELS = [POET, RECKONER, SAGE] as const;
const TEXTS = {
  poem: ['write verses about the sea', 'a sonnet on love', 'rhyme of the moon and the night'],
  sum: ['add 12 to 30 and 5', 'multiply 7 by 9', 'what is 3 + 4 * 12'],
};
const SKILLS = {
  poem: { [POET]: 0.95, [RECKONER]: 0.1, [SAGE]: 0.9 },
  sum: { [POET]: 0.1, [RECKONER]: 0.95, [SAGE]: 0.9 },
};
const FIGURES = {
  [POET]: { ms: 300, nano: 2_000 },
  [RECKONER]: { ms: 400, nano: 3_000 },
  [SAGE]: { ms: 6_000, nano: 900_000 },
};

let house: House;
let client: Client;
beforeAll(async () => {
  house = await openHouse({ backend: 'postgres', localServers: 1 });
  client = new Client(house.url);
  const config = {
    reward: 'any-win',
    size: 1,
    budgetUsdPerQuery: 0.01,
    evaluator: { kind: 'http', url: `${house.simulatorUrl}/grade` },
    policy: {
      ...{ name: 'select', rewardPerSecond: 0.05, history: 1_000, keptVersions: 2 },
      // By hand alone: the schedule is tried in a task of its own.
      trainEveryMinutes: 100_000,
    },
  };
  const { status } = await client.post('/admin/v1/tasks', { name: TASK, config });
  expect(status).toBe(201);
});
afterAll(() => house.close());

const random = randomOf(17);
function oneOf<One>(many: readonly One[]): One {
  return many[Math.floor(many.length * random.next())]!;
}

/** Rounds of the past as the service would have left them, one model each, drawn evenly. */
async function pastRounds(count: number, task: string, judgedRightly = true): Promise<void> {
  const rows = Array.from({ length: count }, (_, at) => {
    const kind = at % 2 === 0 ? 'poem' : 'sum';
    const [model, text] = [oneOf(MODELS), oneOf(TEXTS[kind])];
    const isRight = random.next() < SKILLS[kind][model];
    const { ms, nano } = FIGURES[model];
    return {
      id: timeOrderedId(),
      text,
      model,
      reward: isRight === judgedRightly ? 1_000_000 : 0,
      ms: ms * (0.8 + 0.4 * random.next()),
      nano,
      vote: ballotOf(model, isRight ? kind : 'neither'),
    };
  });
  await house.database.query(INSERT, [task, JSON.stringify(rows)]);
}

function ballotOf(model: string, label: string): object {
  return { label, belief: 0.9, beliefs: [], votes: [{ model, label, weight: 1 }] };
}

const INSERT = `
WITH past AS (
  SELECT * FROM jsonb_to_recordset($2::jsonb)
    AS past (id uuid, text text, model text, reward integer, ms float8, nano bigint, vote jsonb)
), asked AS (
  INSERT INTO purser.queries (id, task, status, messages, metadata, rating_credit, pack,
    expected_cost_nano, created_at, deadline_at, finished_at, observed_at, cost_nano, served_model,
    vote)
  SELECT id, $1, 'answered', jsonb_build_array(jsonb_build_object('role', 'user', 'content', text)),
    '{}', 'served', id, nano, now(), now(), now(), now(), nano, model,
    CASE WHEN $1 = 'timed' THEN vote END FROM past
  RETURNING id
), decided AS (
  INSERT INTO purser.rounds (query_id, policy, round, seed, combination, propensity, explanation)
  SELECT past.id, 'select', 1, 1, ARRAY[model], 1.0 / 3, '{}' FROM past JOIN asked USING (id)
)
INSERT INTO purser.calls (query_id, position, task, model, status, answer, score_micro, reward_micro,
  reward_source, cost_nano, cost_is_bound, started_at, latency_ms, attempts, lost_attempts,
  is_fallback, success_at_micro, given)
SELECT id, 0, $1, model, 'succeeded', 'x', reward, reward, 'evaluator', nano, false, now(), ms, 1, 0,
  false, 1000000, '{}' FROM past`;

async function round(text: string): Promise<any> {
  const { body } = await client.ask(TASK, text, { prefer: 'wait=20' });
  expect(body.status).toBe('answered');
  return (await client.get(`/v1/rounds/${body.round_id}`)).body;
}

describe('a task that chooses subsets of models by query', () => {
  it('chooses by statistics before anything was learnt, and says so', async () => {
    const before = await round(TEXTS.poem[0]!);
    expect(before).toMatchObject({ policy: 'select', select: { version: null, models: [] } });
    const { body } = await client.get(`${PATH}/versions`);
    expect(body).toMatchObject({ data: [], active: null });
    await expectBooksToBalance(house.database);
  });

  it('refuses to learn from next to nothing, and says what it takes', async () => {
    const { status, body } = await client.post(`${PATH}/train`, {});
    expect([status, body.error.code]).toEqual([409, 'too_little_history']);
    expect(body.error.message).toContain('it takes 100');
    const { body: list } = await client.get(`${PATH}/versions`);
    expect(list.problem).toContain('it takes 100');
  });

  it('learns from its history, chooses by what was learnt, and explains it', async () => {
    await pastRounds(900, TASK);
    const { status, body } = await client.post(`${PATH}/train`, {});
    expect(status, JSON.stringify(body)).toBe(200);
    expect(body).toMatchObject({ version: 1, status: 'active', models: MODELS, left_out: [] });
    expect(body.brier).toBeLessThan(body.brier_of_means);
    const [poem, sum] = [await round(TEXTS.poem[1]!), await round(TEXTS.sum[1]!)];
    for (const [seen, best] of [
      [poem, POET],
      [sum, RECKONER],
    ]) {
      expect(seen.select).toMatchObject({ version: 1, family: 'priced' });
      const { models, subsets } = seen.select;
      const most = models.toSorted((one: any, other: any) => other.confidence - one.confidence);
      expect([best, SAGE]).toContain(most[0].model);
      expect(models.find(({ model }: any) => model === SAGE).latency_ms).toBeGreaterThan(3_000);
      expect(subsets[0].combination).toContain(best);
      expect(subsets[0].combination).not.toContain(SAGE);
      expect(subsets[0].correctness).toBeGreaterThan(0.7);
    }
  });

  it('rolls back a version that the log says is worse, and can be told to take it', async () => {
    await pastRounds(800, TASK, false);
    await pastRounds(200, TASK);
    const { body } = await client.post(`${PATH}/train`, {});
    expect(body).toMatchObject({ version: 2, status: 'rolled-back' });
    expect(body.comparison.is_supported).toBe(true);
    expect(body.comparison.difference.high).toBeLessThan(0);
    expect((await round(TEXTS.sum[0]!)).select.version).toBe(1);
    const told = await client.post(`${PATH}/versions/2/revert`, {});
    expect(told.body).toMatchObject({ version: 2, status: 'active' });
    expect((await round(TEXTS.sum[0]!)).select.version).toBe(2);
    await client.post(`${PATH}/versions/1/revert`, {});
    const { body: list } = await client.get(`${PATH}/versions`);
    expect(list.data.map(({ version, status }: any) => [version, status])).toEqual([
      [2, 'rolled-back'],
      [1, 'active'],
    ]);
  });

  it('goes on with its version after a kill -9 in a training, and another replica does too', async () => {
    const versions = await client.get(`${PATH}/versions`);
    let isOver = false;
    const training = client.post(`${PATH}/train`, {}).catch(() => undefined);
    void training.then(() => (isOver = true));
    await eventually(async () => {
      const [row] = await house.database.query<{ held: boolean }>(
        'SELECT held_until > now() AS held FROM purser.subset_trainings WHERE task = $1',
        [TASK],
      );
      return row!.held || isOver || undefined;
    });
    await house.cloud.kill('SIGKILL');
    await training;
    await house.startCloud();
    // On a quick machine it may have been whole before the kill.
    const { data } = (await client.get(`${PATH}/versions`)).body;
    expect(data.slice(-versions.body.data.length)).toEqual(versions.body.data);
    const here = await round(TEXTS.sum[2]!);
    expect(here.select.version).toBe(1);
    const other = new Client(await house.startReplica());
    await client.post(`${PATH}/versions/2/revert`, {});
    await eventually(async () => {
      const { body } = await other.ask(TASK, TEXTS.sum[2]!, { prefer: 'wait=20' });
      const seen = (await other.get(`/v1/rounds/${body.round_id}`)).body;
      return seen.select.version === 2 || undefined;
    });
    await client.post(`${PATH}/versions/1/revert`, {});
  });

  it('learns by itself when it is time, and holds votes at once by what it learnt', async () => {
    const config = {
      reward: 'vote',
      labels: ['poem', 'sum', 'neither'],
      size: 2,
      budgetUsdPerQuery: 0.01,
      policy: { name: 'select', family: 'weighted-maximum', trainEveryMinutes: 0.02 },
    };
    await pastRounds(150, 'timed');
    expect((await client.post('/admin/v1/tasks', { name: 'timed', config })).status).toBe(201);
    const learnt = await eventually(async () => {
      const { body } = await client.get('/admin/v1/tasks/timed/versions');
      return body.active === null ? undefined : body;
    });
    expect(learnt.data[0]).toMatchObject({ key_id: null, queries: 150 });
    const asked = { task: 'timed', input: TEXTS.poem[0], metadata: { task: 'intent' } };
    // Whichever replica learnt it, this one takes it over a moment later.
    const { query, decided } = await eventually(async () => {
      const { body } = await client.post('/v1/queries', asked, { prefer: 'wait=20' });
      const seen = (await client.get(`/v1/rounds/${body.round_id}`)).body;
      return seen.select.version === 1 ? { query: body, decided: seen } : undefined;
    });
    expect(decided.select.family).toBe('weighted-maximum');
    expect(query.calls).toHaveLength(decided.combination.length);
    for (const [model, weight] of Object.entries(decided.vote.weights)) {
      const { confidence } = decided.select.models.find((one: any) => one.model === model);
      expect(weight).toBeCloseTo(confidence, 5);
    }
  });

  it('forgets its versions with all else that was learnt', async () => {
    const { headers } = await client.get(PATH);
    const reset = await client.post(`${PATH}/reset`, {}, { 'if-match': headers.get('etag')! });
    expect(reset.status).toBe(200);
    await eventually(async () => (await round('a sonnet')).select.version === null || undefined);
    expect((await client.get(`${PATH}/versions`)).body).toMatchObject({ data: [], active: null });
  });

  it.each([
    ['/admin/v1/tasks/any/train', 409, 'no_versions'],
    ['/admin/v1/tasks/none/train', 404, 'task_not_found'],
    [`${PATH}/versions/99/revert`, 404, 'version_not_found'],
    [`${PATH}/versions/first/revert`, 400, 'invalid_request'],
  ])('refuses %s with %i', async (path, status, code) => {
    const refused = await client.post(path, {});
    expect([refused.status, refused.body.error.code]).toEqual([status, code]);
  });
});
