import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually } from '../ground/client.js';

const WAIT = { prefer: 'wait=30' };
const [ASKED, OTHER, JUDGE] = ['gemma-2-2b-it', 'gpt-4o-mini', 'claude-3.5-sonnet'];
const QUERIES = 100;

const TASK = {
  name: 'judged',
  config: {
    reward: 'any-win',
    size: 2,
    models: [ASKED, OTHER],
    policy: { name: 'fixed', models: `${ASKED}+${OTHER}` },
    budgetUsdPerQuery: 0.01,
    successAt: 0.75,
    evaluator: { kind: 'llm-judge', model: JUDGE, rubric: 'Is the answer right?' },
    retries: 0,
  },
};

onEachBackend('a task whose answers a model judges', (opened) => {
  it('takes its marks for scores, and pays for them with the calls', async () => {
    const { house, client } = opened;
    expect((await client.post('/admin/v1/tasks', TASK)).status).toBe(201);
    for (let query = 0; query < 4; query++) {
      const { body } = await client.ask('judged', `What is ${query} × 7?`, WAIT);
      expect(body.status).toBe('answered');
      for (const call of body.calls) {
        expect(call.judgement).toMatchObject({ model: JUDGE, attempts: 1 });
        expect(call.judgement.cost_usd).toBeGreaterThan(0);
        expect(call.cost_usd).toBeGreaterThan(call.judgement.cost_usd);
        expect([0, 1]).toContain(call.score);
      }
      const scores = body.calls.map((call: any) => call.score);
      expect(scores.slice(0, -1)).not.toContain(1);
      const stored = await client.settled(body.id);
      expect(stored.body.calls).toEqual(body.calls);
      expect(stored.body.cost_usd).toBe(body.cost_usd);
    }
    await expectBooksToBalance(house.database);
  });

  it('reserves for the judge too, and never passes a cap', async () => {
    const { house, client } = opened;
    const [row] = await house.database.query<{ nano: string }>(
      'SELECT max(reserved_nano) AS nano FROM purser.queries',
    );
    const { body: cap } = await client.post('/admin/v1/caps', {
      scope: 'task',
      subject: 'judged',
      window: 'month',
      limit_usd: (2 * Number(row!.nano)) / 1e9,
    });
    await eventually(async () => {
      const { headers } = await client.ask('judged', 'What is 6 × 7?', WAIT);
      return headers.has('x-purser-budget-remaining-usd') || undefined;
    });
    const ends = await Promise.all(
      Array.from({ length: QUERIES }, (_, query) => client.ask('judged', `Add ${query}.`, WAIT)),
    );
    const states = new Set(ends.map(({ body }) => body.error?.code ?? body.status));
    expect(states).toEqual(new Set(['answered', 'budget_exceeded']));
    const { current } = await eventually(async () => {
      const { body } = await client.get(`/admin/v1/caps/${cap.id}`);
      return body.current.reserved_usd === 0 ? body : undefined;
    });
    expect(current.settled_usd).toBeLessThanOrEqual(cap.limit_usd);
    const overruns = await house.database.query(
      `SELECT FROM purser.budget_events WHERE kind = 'overrun'`,
    );
    expect(overruns).toEqual([]);
    await expectBooksToBalance(house.database);
  });

  it('is told how far the judge agrees with the users who rate', async () => {
    const { house, client } = opened;
    const of = '/admin/v1/tasks/judged/judge-agreement';
    expect((await client.get(of)).body.data).toEqual([]);
    const rows = await house.database.query<{ id: string; model: string; score: number }>(
      `SELECT query_id AS id, model, score_micro AS score FROM purser.calls
       WHERE task = 'judged' AND score_micro IS NOT NULL ORDER BY score_micro, query_id`,
    );
    const [poor, good] = [rows.slice(0, 3), rows.slice(-5)];
    expect([poor[0]!.score, good[0]!.score]).toEqual([0, 1_000_000]);
    const ratings = [...poor.map(() => 0), 0.25, 1, 1, 1, 0.75];
    for (const [at, { id, model }] of [...poor, ...good].entries()) {
      const rating = { query_id: id, model, score: ratings[at] };
      expect((await client.post('/v1/feedback', rating)).status).toBe(200);
    }
    const { body } = await client.get(of);
    expect(body).toMatchObject({ task: 'judged', success_at: 0.75 });
    expect(body.data).toEqual([
      {
        judge: JUDGE,
        answers: 8,
        mean_absolute_difference: 0.125,
        mean_difference: 0.125,
        correlation: expect.closeTo(1.5 / Math.sqrt(1.875 * 1.625), 9),
        kappa: expect.closeTo(0.75, 9),
        both_good: 4,
        only_judge_good: 1,
        only_user_good: 0,
        both_poor: 3,
      },
    ]);
    const past = await client.get(`${of}?to=2020-01-01T00:00:00Z`);
    expect(past.body.data).toEqual([]);
    expect((await client.get(`${of}?from=yesterday`)).status).toBe(400);
    expect((await client.get('/admin/v1/tasks/none/judge-agreement')).status).toBe(404);
    const metrics = await (await fetch(`${house.url}/metrics`)).text();
    expect(metrics).toContain(`purser_judged_and_rated_answers{task="judged",judge="${JUDGE}"} 8`);
    expect(metrics).toContain(
      `purser_judge_verdicts_total{task="judged",model="${JUDGE}",status="scored"}`,
    );
    await expectBooksToBalance(house.database);
  });

  it('leaves the score open while the judge fails, and charges nothing for that', async () => {
    const { house, client } = opened;
    await house.faults({ errorRate: 1, models: [JUDGE] });
    const config = { ...TASK.config, evaluator: { ...TASK.config.evaluator, format: 'text' } };
    await client.post('/admin/v1/tasks', { name: 'unjudged', config });
    const { body } = await client.ask('unjudged', 'What is 6 × 7?', WAIT);
    await house.faults({ errorRate: 0 });
    expect(body).toMatchObject({ status: 'answered', model: ASKED });
    expect(body.calls).toMatchObject([
      { score: null, error: { code: 'evaluation_failed' }, judgement: { cost_usd: null } },
    ]);
    await expectBooksToBalance(house.database);
  });
});
