import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually } from '../ground/client.js';

const WAIT = { prefer: 'wait=20' };

onEachBackend('a cascade that its user drives', (opened) => {
  async function asked(task = 'driven'): Promise<any> {
    const { status, body } = await opened.client.ask(task, 'Convince me.', WAIT);
    expect({ status, state: body.status }).toEqual({ status: 200, state: 'answered' });
    return body as unknown;
  }

  function next(id: string, body: object = {}) {
    return opened.client.post(`/v1/queries/${id}/next`, body, WAIT);
  }

  async function settlement(id: string): Promise<{ reserved: number; settled: number }> {
    const [row] = await opened.house.database.query<{ reserved: string; settled: string }>(
      `SELECT sum(reserved_nano) AS reserved, sum(settled_nano) AS settled
       FROM purser.ledger WHERE query_id = $1`,
      [id],
    );
    return { reserved: Number(row!.reserved), settled: Number(row!.settled) };
  }

  async function streamed(id: string, signal?: AbortSignal): Promise<Event[]> {
    const response = await fetch(`${opened.house.url}/v1/queries/${id}/next`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ stream: true, model: 'gemma-2-2b-it' }),
      ...(signal && { signal }),
    });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const text = await response.text();
    const events = text.split('\n\n').filter((event) => event.startsWith('data: '));
    if (events.at(-1) === 'data: [DONE]') events.pop();
    else expect(text).toContain('"error"');
    return events.map((event) => JSON.parse(event.slice(6)) as Event);
  }

  const textOf = (events: Event[]) =>
    events.map(({ choices }) => choices?.[0]?.delta.content ?? '').join('');

  it('asks its next model at the word of the user, from one reservation, until all were asked', async () => {
    const first = await asked();
    expect(first.calls.map((call: any) => call.model)).toEqual(['gemma-2-2b-it']);
    const before = await settlement(first.id as string);
    expect(before.reserved).toBeGreaterThan(0);
    expect(before.settled).toBe(0);

    const second = await next(first.id as string);
    expect(second).toMatchObject({
      status: 200,
      body: { status: 'answered', model: 'gpt-4o-mini', reward: null },
    });
    expect(second.body.calls.map(({ model, reward }: any) => [model, reward])).toEqual([
      ['gemma-2-2b-it', 0],
      ['gpt-4o-mini', null],
    ]);
    const given = await opened.house.database.query(
      'SELECT given FROM purser.calls WHERE query_id = $1 ORDER BY position',
      [first.id],
    );
    expect(given).toEqual([{ given: [] }, { given: ['gemma-2-2b-it'] }]);

    const third = await next(first.id as string);
    expect(third.status).toBe(409);
    expect(third.body.error.code).toBe('combination_used_up');
    const after = await settlement(first.id as string);
    expect(after).toEqual({ reserved: 0, settled: Math.round(second.body.cost_usd * 1e9) });
    await expectBooksToBalance(opened.house.database);
  });

  it('streams its next answer as it is made, from the same reservation', async () => {
    const { id } = await asked();
    const events = await streamed(id as string);
    const { body } = await opened.client.settled(id as string);
    expect(body.calls).toHaveLength(2);
    expect(textOf(events)).toBe(body.answer);
    expect(events.filter(({ choices }) => choices?.[0]?.delta.content).length).toBeGreaterThan(1);
    expect(events.at(-1)).toMatchObject({
      usage: { cost_usd: body.cost_usd },
      purser: { query_id: id, models: ['gpt-4o-mini'], rating_url: expect.any(String) },
    });
    const over = await next(id as string, { stream: true });
    expect({ status: over.status, code: over.body.error.code }).toEqual({
      status: 409,
      code: 'combination_used_up',
    });
    expect(await settlement(id as string)).toEqual({
      reserved: 0,
      settled: Math.round(body.cost_usd * 1e9),
    });
    await expectBooksToBalance(opened.house.database);
  });

  it('gives all who want it streamed the one answer that was asked for', async () => {
    const { id } = await asked();
    const streams = await Promise.all(Array.from({ length: 20 }, () => streamed(id as string)));
    const { body } = await opened.client.settled(id as string);
    expect(body.calls).toHaveLength(2);
    expect(new Set(streams.map(textOf))).toEqual(new Set([body.answer]));
  });

  it('is cancelled with the stream whose client goes away, and pays what was used', async () => {
    const { id, answer } = await asked();
    await opened.house.faults({ slowRate: 1, slowMs: 4_000 });
    const abort = new AbortController();
    const gone = expect(streamed(id as string, abort.signal)).rejects.toThrow('aborted');
    await eventually(async () => {
      const { body } = await opened.client.get(`/v1/queries/${id}`);
      return body.status === 'pending' ? true : undefined;
    });
    abort.abort();
    await gone;
    await opened.house.faults({ slowRate: 0 });
    const { body } = await opened.client.settled(id as string);
    expect(body).toMatchObject({ status: 'answered', answer });
    await eventually(async () =>
      (await settlement(id as string)).reserved === 0 ? true : undefined,
    );
    await expectBooksToBalance(opened.house.database);
  });

  it('asks one model, though a hundred ask for it at once', async () => {
    const { id } = await asked();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => next(id as string, { model: 'gemma-2-2b-it' })),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const { body } = await opened.client.settled(id as string);
    expect(body.calls).toHaveLength(2);
    await expectBooksToBalance(opened.house.database);
  });

  it('takes a rating under the threshold for the same word, once', async () => {
    const { id } = await asked();
    const answers = await Promise.all(
      Array.from({ length: 100 }, () =>
        opened.client.post('/v1/feedback', { query_id: id, id: 'thumbs', score: 0.25 }),
      ),
    );
    expect(answers.filter(({ body }) => body.status === 'applied')).toHaveLength(1);
    const { body } = await opened.client.settled(id as string);
    expect(body).toMatchObject({ model: 'gpt-4o-mini' });
    expect(body.calls.map((call: any) => call.reward)).toEqual([0.25, null]);
    const other = await opened.client.post('/v1/feedback', { query_id: id, score: 1 });
    expect(other.body.status).toBe('applied');
    expect((await opened.client.get(`/v1/queries/${id}`)).body.reward).toBe(1);
    await expectBooksToBalance(opened.house.database);
  });

  it('closes when an answer is accepted', async () => {
    const { id } = await asked();
    await opened.client.post('/v1/feedback', { query_id: id, score: 1 });
    const { status, body } = await next(id as string);
    expect({ status, code: body.error.code }).toEqual({ status: 409, code: 'round_closed' });
    expect((await settlement(id as string)).reserved).toBe(0);
    const worse = await opened.client.post('/v1/feedback', { query_id: id, score: 0 });
    expect(worse.body.status).toBe('replaced');
    expect((await opened.client.get(`/v1/queries/${id}`)).body).toMatchObject({
      status: 'answered',
      reward: 0,
    });
    await expectBooksToBalance(opened.house.database);
  });

  it('takes silence until the reward wait ends for acceptance', async () => {
    const { id } = await asked('patient');
    await eventually(async () =>
      (await settlement(id as string)).reserved === 0 ? true : undefined,
    );
    expect((await opened.client.get(`/v1/queries/${id}`)).body.reward).toBe(1);
    expect((await next(id as string)).body.error.code).toBe('round_closed');
    await expectBooksToBalance(opened.house.database);
  });

  it('keeps the answer it had when the next model fails', async () => {
    const { id, answer } = await asked();
    await opened.house.faults({ errorRate: 1 });
    const { status, body } = await next(id as string);
    await opened.house.faults({ errorRate: 0 });
    expect({ status, state: body.status, answer: body.answer }).toEqual({
      status: 200,
      state: 'answered',
      answer,
    });
    expect(body.calls.map((call: any) => call.status)).toEqual(['succeeded', 'failed']);
    await expectBooksToBalance(opened.house.database);
  });

  it('is told from those that go on by themselves', async () => {
    const { id } = await asked('any');
    const { status, body } = await next(id as string);
    expect({ status, code: body.error.code }).toEqual({ status: 409, code: 'not_user_driven' });
    const unknown = await next('00000000-0000-4000-8000-000000000000');
    expect(unknown.status).toBe(404);
  });

  it('says in the stream that no other model answered, and keeps the answer there was', async () => {
    const { id, answer } = await asked();
    await opened.house.faults({ errorRate: 1 });
    const events = await streamed(id as string);
    await opened.house.faults({ errorRate: 0 });
    expect(events).toMatchObject([{ error: { code: 'next_failed' } }]);
    expect((await opened.client.settled(id as string)).body.answer).toBe(answer);
  });
});

/** What came in a stream. */
interface Event {
  choices?: { delta: { content?: string } }[];
  error?: { code: string };
}
