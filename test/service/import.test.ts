import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually, type Answer } from '../ground/client.js';

const SMALL = 'gemma-2-2b-it';

onEachBackend('an import of outcomes', (opened) => {
  const send = (task: string, id: string, content: string): Promise<Answer> =>
    opened.client.post(`/admin/v1/tasks/${task}/outcomes?import_id=${id}`, content, {
      'content-type': 'application/x-ndjson',
    });
  const lines = (...outcomes: object[]): string =>
    outcomes.map((outcome) => `${JSON.stringify(outcome)}\n`).join('');
  const known = async (task: string): Promise<Record<string, any>> => {
    const { body } = await opened.client.get(`/v1/tasks/${task}`);
    const models = body.models as { model: string }[];
    return models.find(({ model }) => model === SMALL)!;
  };

  it('adds to the statistics once, however often it is sent', async () => {
    const content = lines(
      { model: SMALL, score: 1, cost_usd: 0.000_002, input_tokens: 10, output_tokens: 4 },
      { model: SMALL, query: 'What?', score: 0.5, cost_usd: 0.000_004 },
      { model: 'gpt-4o-mini', cost_usd: 0.001 },
    );
    const answers = await Promise.all([1, 2, 3].map(() => send('sum', 'evals', content)));
    const applied = answers.filter(({ body }) => body.status === 'applied');
    expect(applied.map(({ body }) => body)).toEqual([
      { import_id: 'evals', status: 'applied', outcomes: 3 },
    ]);
    expect((await send('sum', 'evals', content)).body.status).toBe('duplicate');
    await eventually(async () => ((await known('sum'))['rewards'] === 2 ? true : undefined));
    expect(await known('sum')).toMatchObject({ mean_reward: 0.75, mean_cost_usd: 0.000_003 });
    await expectBooksToBalance(opened.house.database);
  });

  it('refuses other content under the same id, and imports nothing of it', async () => {
    await send('all', 'one', lines({ model: SMALL, score: 1 }));
    const { status, body } = await send('all', 'one', lines({ model: SMALL, score: 0 }));
    expect(status).toBe(409);
    expect(body.error).toMatchObject({ code: 'import_id_reused', param: 'import_id' });
    await expectBooksToBalance(opened.house.database);
  });

  it('names every line at fault, and imports none', async () => {
    const content = `${lines({ model: SMALL, score: 1 })}not JSON\n${lines(
      { model: 'nobody', score: 1 },
      { model: SMALL, score: 2 },
      { model: SMALL },
    )}`;
    const { status, body } = await send('any', 'faulty', content);
    expect(status).toBe(400);
    expect(body.error).toMatchObject({ code: 'invalid_outcomes', param: 'line 2' });
    for (const line of [2, 3, 4, 5]) expect(body.error.message).toContain(`line ${line}: `);
    const [row] = await opened.house.database.query<{ count: number }>(
      "SELECT count(*)::integer AS count FROM purser.imports WHERE task = 'any'",
    );
    expect(row).toEqual({ count: 0 });
  });

  it('takes more than a body may weigh', async () => {
    const count = 40_000;
    const outcome = { model: SMALL, query: 'x'.repeat(50), score: 1, cost_usd: 0.000_001 };
    const content = lines(outcome).repeat(count);
    expect(content.length).toBeGreaterThan(4 * 1024 * 1024);
    expect((await send('silent', 'large', content)).body.outcomes).toBe(count);
    await expectBooksToBalance(opened.house.database);
  });

  it('teaches a contextual task by the text of the queries', async () => {
    const missing = await send('words', 'bare', lines({ model: SMALL, score: 1 }));
    expect(missing.body.error.message).toContain('line 1: query: is missing');
    const outcomes = Array.from({ length: 450 }, (_, at) => ({
      model: at % 2 === 0 ? SMALL : 'gpt-4o-mini',
      query: `Stir the dough ${at} times.`,
      score: at % 2,
      cost_usd: 0.000_01,
    }));
    expect((await send('words', 'kitchen', lines(...outcomes))).body.status).toBe('applied');
    const [row] = await opened.house.database.query<{ lessons: number }>(
      "SELECT lessons::integer FROM purser.contextual WHERE task = 'words'",
    );
    expect(row).toEqual({ lessons: outcomes.length });
    const expected = await eventually(async () => {
      const { body } = await opened.client.ask('words', 'Stir the dough 7 times.', {
        prefer: 'wait=20',
      });
      const round = (await opened.client.get(`/v1/rounds/${body.round_id}`)).body;
      const [small, other] = [SMALL, 'gpt-4o-mini'].map((model) =>
        round.bounds.find((bound: { model: string }) => bound.model === model),
      );
      return other.mean_reward > small.mean_reward + 0.5 ? true : undefined;
    });
    expect(expected).toBe(true);
    await expectBooksToBalance(opened.house.database);
  });
});
