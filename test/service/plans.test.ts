import { expect, it } from 'vitest';
import { onEachBackend, type Opened } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually, type Answer } from '../ground/client.js';

const SMALL = 'gemma-2-2b-it';
const LARGE = 'claude-3.5-sonnet';
const NDJSON = { 'content-type': 'application/x-ndjson' };

/** Queries of two kinds, told apart by their words. */
const textOf = (at: number) => (at % 2 === 0 ? `stir the dough ${at}` : `prove the lemma ${at}`);

/** Of one kind the small model can do as much as the large one. */
const samples = Array.from({ length: 120 }, (_, at) => ({
  input: textOf(at),
  outcomes: {
    [SMALL]: { score: at % 2 === 0 ? 1 : 0, cost_usd: 0.00001 },
    [LARGE]: { score: at % 10 === 9 ? 0 : 1, cost_usd: 0.0005 },
  },
}));
const queries = (count: number) =>
  Array.from({ length: count }, (_, at) => ({ id: `q${at}`, input: textOf(at) }));
const lines = (...values: object[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

async function planned({ client }: Opened, body: object, task = 'any'): Promise<Answer['body']> {
  const made = await client.post('/v1/plans', { task, models: [SMALL, LARGE], ...body });
  expect(made.status, JSON.stringify(made.body)).toBe(202);
  return inState({ client }, String(made.body.id), ['ready', 'refused']);
}

async function inState(
  { client }: Pick<Opened, 'client'>,
  id: string,
  states: readonly string[],
): Promise<Answer['body']> {
  return eventually(async () => {
    const { body } = await client.get(`/v1/plans/${id}`);
    return states.includes(String(body.status)) ? body : undefined;
  }, 60_000);
}

onEachBackend(
  'a plan',
  (opened, backend) => {
    it('offers a front, and runs a point of it through ordinary rounds', async () => {
      const { client, house } = opened;
      const plan = await planned(opened, { queries: [...samples, ...queries(40)] });
      expect(plan).toMatchObject({ status: 'ready', queries: 40, samples: 120, execution: null });
      const [cheapest] = plan.front;
      const dearest = plan.front.at(-1);
      expect(cheapest.predicted_accuracy).toBeLessThan(0.7);
      expect(dearest.predicted_accuracy).toBeGreaterThan(0.85);
      expect(cheapest.predicted_cost_usd).toBeCloseTo(40 * 0.00001, 4);
      const page = await client.get(`/v1/plans/${plan.id}/assignments?after=30&limit=20`);
      expect(page.body.assignments.map(({ id }: { id: string }) => id)).toEqual(
        Array.from({ length: 10 }, (_, at) => `q${at + 30}`),
      );
      expect(page.body.next).toBeNull();
      const modelsOf = ({ models }: { models: string[] }) => models.join('+');
      expect(modelsOf(page.body.assignments[1])).toContain(LARGE);

      const run = await client.post(`/v1/plans/${plan.id}/execute`, { min_accuracy: 0.85 });
      expect(run.status, JSON.stringify(run.body)).toBe(200);
      const { execution } = await inState(opened, plan.id, ['done']);
      expect(execution).toMatchObject({
        ...{ waiting: 0, pending: 0, answered: 40, failed: 0, refused: 0, reassigned: 0 },
        rewarded: 40,
      });
      expect(execution.predicted_accuracy).toBeGreaterThanOrEqual(0.85);
      expect(execution.cost_usd).toBeGreaterThan(0);
      const [row] = await house.database.query<{ rounds: number; costs: number }>(
        `SELECT count(*)::integer AS rounds, sum(cost_nano)::float / 1e9 AS costs
       FROM purser.queries JOIN purser.rounds ON query_id = id WHERE policy = 'plan'`,
      );
      expect(row?.rounds).toBe(40);
      expect(row?.costs).toBeCloseTo(execution.cost_usd, 9);
      const done = await client.get(`/v1/plans/${plan.id}/assignments?limit=1`);
      const [first] = done.body.assignments;
      expect((await client.get(`/v1/queries/${first.query_id}`)).body.status).toBe('answered');
      const round = await client.get(`/v1/rounds/${first.query_id}`);
      expect(round.body).toMatchObject({
        policy: 'plan',
        combination: first.models,
        propensity: 1,
      });
      await expectBooksToBalance(house.database);
    });

    it('survives kill -9 as it is planned and as it runs, and sends no query twice', async () => {
      const { client, house } = opened;
      const made = await client.post('/v1/plans', {
        task: 'any',
        models: [SMALL, LARGE],
        queries: [...samples, ...queries(200)],
      });
      await house.cloud.kill('SIGKILL');
      await house.startCloud();
      const { id } = await inState(opened, String(made.body.id), ['ready']);
      await client.post(`/v1/plans/${id}/execute`, { point: 0 });
      await eventually(async () => {
        const { execution } = (await client.get(`/v1/plans/${id}`)).body;
        return execution.answered >= 20 ? true : undefined;
      });
      await house.cloud.kill('SIGKILL');
      await house.startCloud();
      const { execution } = await inState(opened, id, ['done']);
      expect(execution).toMatchObject({ answered: 200, waiting: 0, pending: 0, failed: 0 });
      const [sent] = await house.database.query<{ rounds: number; queries: number }>(
        `SELECT count(DISTINCT query_id)::integer AS queries, (
         SELECT count(*)::integer FROM purser.idempotency_keys WHERE key LIKE $1 || '%') AS rounds
       FROM purser.plan_queries WHERE plan_id = $2`,
        [`plan ${id}`, id],
      );
      expect(sent).toEqual({ rounds: 200, queries: 200 });
      await expectBooksToBalance(house.database);
    });

    it('stops when it is cancelled, also across a kill, and goes on when it is resumed', async () => {
      const { client, house } = opened;
      const { id } = await planned(opened, { queries: [...samples, ...queries(200)] });
      await client.post(`/v1/plans/${id}/execute`, { max_cost_usd: 1 });
      await eventually(async () => {
        const { execution } = (await client.get(`/v1/plans/${id}`)).body;
        return execution.answered > 0 ? true : undefined;
      });
      expect((await client.post(`/v1/plans/${id}/cancel`, {})).body.status).toBe('cancelled');
      await house.cloud.kill('SIGKILL');
      await house.startCloud();
      const still = await eventually(async () => {
        const { body } = await client.get(`/v1/plans/${id}`);
        return body.execution.pending === 0 ? body : undefined;
      });
      expect(still.status).toBe('cancelled');
      expect(still.execution.waiting).toBeGreaterThan(0);
      expect((await client.post(`/v1/plans/${id}/cancel`, {})).body.status).toBe('cancelled');
      expect((await client.post(`/v1/plans/${id}/resume`, {})).body.status).toBe('running');
      const { execution } = await inState(opened, id, ['done']);
      expect(execution).toMatchObject({ answered: 200, waiting: 0 });
      await expectBooksToBalance(house.database);
    });

    if (backend === 'redis') return;

    it('is foreseen from what the task has learnt', async () => {
      const { client } = opened;
      const plan = await planned(opened, { queries: queries(10) });
      expect(plan.status, plan.problem).toBe('ready');
      expect(plan.samples).toBeGreaterThan(100);
      expect((await client.post(`/v1/plans/${plan.id}/resume`, {})).status).toBe(409);
      expect((await client.send('DELETE', `/v1/plans/${plan.id}`, {})).body.id).toBe(plan.id);
      expect((await client.get(`/v1/plans/${plan.id}`)).status).toBe(404);
    });

    it('is refused where a model has no history, by its name', async () => {
      const plan = await planned(opened, { queries: queries(3) }, 'hasty');
      expect(plan.status).toBe('refused');
      expect(plan.problem).toMatch(
        /no reward of model (gemma-2-2b-it|claude-3.5-sonnet) is known: /,
      );
      const run = await opened.client.post(`/v1/plans/${plan.id}/execute`, { point: 0 });
      expect(run.status).toBe(409);
    });

    it('asks several models a query where the reward model does', async () => {
      const plan = await planned(opened, { queries: [...samples, ...queries(5)] }, 'all');
      const { body } = await opened.client.get(`/v1/plans/${plan.id}/assignments`);
      for (const { models } of body.assignments) expect(models.toSorted()).toEqual([LARGE, SMALL]);
    });

    it('takes lines of more than a body may weigh, and names those at fault', async () => {
      const { client } = opened;
      const post = (content: string, search = 'task=any') =>
        client.post(`/v1/plans?${search}`, content, NDJSON);
      const long = 'stir the dough '.repeat(200);
      const content = lines(...samples, ...queries(1_000).map((one) => ({ ...one, input: long })));
      expect(content.length).toBeGreaterThan(2 * 1024 * 1024);
      const made = await post(content, `task=any&models=${SMALL},${LARGE}`);
      expect(made.status, JSON.stringify(made.body)).toBe(202);
      expect((await inState(opened, String(made.body.id), ['ready'])).queries).toBe(1_000);

      const refused = async (answering: Promise<Answer>, says: RegExp) => {
        const { status, body } = await answering;
        expect(status).toBe(400);
        expect(body.error.message).toMatch(says);
      };
      const [one] = queries(1);
      await refused(post(''), /there is no query: a plan needs at least one/);
      await refused(post(lines(one!, one!)), /line 2: id: "q0" is that of query 1 too/);
      await refused(post(`${lines(one!)}x\n`), /line 2: /);
      await refused(post(lines({ id: 'a' })), /line 1: input: give either input or messages/);
      const stranger = { input: 'a', outcomes: { nobody: { score: 1 } } };
      await refused(
        post(lines(one!, stranger)),
        /line 2: outcomes: "nobody" is no model of task any/,
      );
      await refused(post(lines(one!), ''), /task: name the task in the URL/);
      await refused(post(lines(one!), 'task=any&models=nobody'), /models: "nobody" is no model/);
      const same = [{ input: 'a' }, { input: 'a' }].map((query) => ({ ...query }));
      expect((await post(lines(...same))).status).toBe(202);
    });

    it('is listed with the others, newest first, in pages', async () => {
      const { client } = opened;
      const [first, second] = [await client.get('/v1/plans?limit=2'), '/v1/plans?limit=1&before='];
      const ids = first.body.data.map(({ id }: { id: string }) => id);
      expect(ids).toEqual(ids.toSorted().reverse());
      expect((await client.get(second + ids[0])).body.data[0].id).toBe(ids[1]);
      const others = await client.get('/v1/plans?task=hasty');
      expect(others.body).toMatchObject({ data: [{ task: 'hasty', point: null }], next: null });
      expect((await client.get('/v1/plans?before=x')).body.error.param).toBe('before');
    });

    it('says what can be had when more is asked', async () => {
      const { client } = opened;
      const { id, front } = await planned(opened, { queries: [...samples, ...queries(20)] });
      const refused = async (body: object, says: RegExp) => {
        const answer = await client.post(`/v1/plans/${id}/execute`, body);
        expect(answer.status).toBe(400);
        expect(answer.body.error.message).toMatch(says);
      };
      const highest = String(Math.floor(front.at(-1).predicted_accuracy * 1e4) / 1e4);
      await refused({ min_accuracy: 1 }, new RegExp(`highest accuracy .* ${highest}: ask for`));
      await refused(
        { max_cost_usd: 0 },
        /the cheapest point is expected to cost \$0\.00\d+: raise/,
      );
      await refused({ point: 1_000 }, /the front has the points 0 to \d+/);
      await refused({}, /give one of point, max_cost_usd and min_accuracy/);
      await refused({ point: 0, min_accuracy: 0 }, /give one of/);

      const at = front.findIndex(
        ({ predicted_cost_usd: usd }: any, place: number) =>
          place > 0 && usd > 1.05 * front[place - 1].predicted_cost_usd,
      );
      const [below, above] = [front[at - 1], front[at]];
      const budget = (below.predicted_cost_usd + above.predicted_cost_usd) / 2;
      const { status, body } = await client.post(`/v1/plans/${id}/execute`, {
        max_cost_usd: budget,
      });
      expect(status, JSON.stringify(body)).toBe(200);
      expect(body.front).toEqual(front);
      expect(body.execution.point).toBe(front.length);
      expect(body.execution.predicted_cost_usd).toBeLessThanOrEqual(budget);
      expect(body.execution.predicted_accuracy).toBeGreaterThanOrEqual(below.predicted_accuracy);
      const given = await client.get(`/v1/plans/${id}/assignments`);
      expect(given.body).toMatchObject({ point: front.length, next: null });
      expect(given.body.assignments).toHaveLength(20);
      await inState(opened, id, ['done']);
    });
  },
  { latencyMs: 30 },
);
