import OpenAI from 'openai';
import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';

onEachBackend('a rating link', (opened) => {
  async function linked(): Promise<{ id: string; url: string }> {
    const { body } = await opened.client.ask('driven', 'Rate me.', { prefer: 'wait=20' });
    return { id: body.id as string, url: body.rating_url as string };
  }

  it('shows a page when it is opened, and rates only when a button is pressed, once a choice', async () => {
    const { id, url } = await linked();
    const page = await fetch(url);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('cache-control')).toBe('no-store');
    expect(await page.text()).toContain('formaction="?choice=up"');
    expect((await opened.client.get(`/v1/queries/${id}`)).body.reward).toBeNull();

    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    const pressed = await Promise.all(
      Array.from({ length: 20 }, () =>
        fetch(`${url}?choice=up`, { method: 'POST', headers: form }),
      ),
    );
    expect(new Set(pressed.map(({ status }) => status))).toEqual(new Set([200]));
    const ratings = await opened.house.database.query(
      'SELECT source, score_micro FROM purser.ratings WHERE query_id = $1',
      [id],
    );
    expect(ratings).toEqual([{ source: 'link', score_micro: 1_000_000 }]);
    expect((await opened.client.get(`/v1/queries/${id}`)).body.reward).toBe(1);
    await expectBooksToBalance(opened.house.database);
  });

  it('asks the next model when the answer will not do, and stays the link of the first answer', async () => {
    const { id, url } = await linked();
    const body = JSON.stringify({ choice: 'down' });
    expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
    const { body: next } = await opened.client.settled(id);
    expect(next.calls).toHaveLength(2);
    expect((await fetch(url, { method: 'POST', body })).status).toBe(200);
    const again = await opened.client.get(`/v1/queries/${id}`);
    expect(again.body.calls.map((call: any) => call.reward)).toEqual([0, null]);
    expect(again.body.rating_url).not.toBe(url);
  });

  it('that was changed is not found, and a choice that there is not is refused', async () => {
    const { url } = await linked();
    const forged = url.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    for (const method of ['GET', 'POST']) {
      expect((await fetch(`${forged}x?choice=up`, { method })).status).toBe(404);
    }
    const odd = await fetch(`${url}?choice=maybe`, { method: 'POST' });
    expect(odd.status).toBe(400);
  });

  it('comes with completions, and with the last event of a stream', async () => {
    const openai = new OpenAI({ baseURL: `${opened.house.url}/v1`, apiKey: opened.house.adminKey });
    const request = {
      model: 'purser/driven',
      messages: [{ role: 'user' as const, content: 'Rate me.' }],
    };
    const linkIn = (told: unknown) =>
      (told as { purser?: { rating_url?: string } }).purser?.rating_url;
    const rated = async (url: string | undefined) => (await fetch(url ?? '')).status;
    expect(await rated(linkIn(await openai.chat.completions.create(request)))).toBe(200);
    for (const stream_options of [null, { include_usage: true }]) {
      const told: unknown[] = [];
      const events = await openai.chat.completions.create({
        ...request,
        stream: true,
        stream_options,
      });
      for await (const event of events) told.push(event);
      expect(told.slice(0, -1).map(linkIn)).not.toContain(expect.anything());
      expect(await rated(linkIn(told.at(-1)))).toBe(200);
    }
    const { purser } = (await openai.chat.completions.create({
      ...request,
      model: 'purser/any',
    })) as unknown as { purser: object };
    expect(purser).not.toHaveProperty('rating_url');
  });
});
