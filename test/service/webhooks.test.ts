import { randomUUID } from 'node:crypto';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import type { Answer } from '../ground/client.js';
import { SURVEY_SECRETS } from '../ground/house.js';

interface Message {
  id?: string;
  at?: Date;
  secret?: string;
}

onEachBackend('a webhook', (opened) => {
  function send(body: unknown, message: Message = {}): Promise<Answer> {
    const { id = `msg_${randomUUID()}`, at = new Date(), secret = SURVEY_SECRETS[0]! } = message;
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return opened.client.post('/v1/webhooks/survey', text, {
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, at, text),
    });
  }

  function answeredSurvey(query: string, stars: unknown, respondent = 'r1'): object {
    return { type: 'survey.answered', data: { query, respondent, answers: [{ stars }] } };
  }

  async function query(): Promise<string> {
    const { body } = await opened.client.ask('any', 'Rate me.', { prefer: 'wait=20' });
    await opened.client.settled(body.id as string);
    return body.id as string;
  }

  async function rewardOf(id: string): Promise<number> {
    return (await opened.client.get(`/v1/queries/${id}`)).body.reward as number;
  }

  it('rates once, though it comes a hundred times at once', async () => {
    const id = await query();
    const message = { id: 'msg_hundred' };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => send(answeredSurvey(id, 2), message)),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.map(({ body }) => body.feedback_id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.status === 'applied')).toHaveLength(1);
    expect(await rewardOf(id)).toBe(0.25);
    await expectBooksToBalance(opened.house.database);
  });

  it('that comes again after a later one has replaced it changes nothing', async () => {
    const id = await query();
    const first = await send(answeredSurvey(id, 5), { id: 'msg_first' });
    const second = await send(answeredSurvey(id, 1), { id: 'msg_second' });
    const again = await send(answeredSurvey(id, 5), { id: 'msg_first' });
    expect([first, second, again].map(({ body }) => body.status)).toEqual([
      'applied',
      'replaced',
      'duplicate',
    ]);
    expect(again.body.feedback_id).toBe(first.body.feedback_id);
    expect(await rewardOf(id)).toBe(0);
  });

  it('of two raters averages, whichever secret signs', async () => {
    const id = await query();
    await send(answeredSurvey(id, 5, 'anna'), { secret: SURVEY_SECRETS[0]! });
    await send(answeredSurvey(id, 3, 'bert'), { secret: SURVEY_SECRETS[1]! });
    expect(await rewardOf(id)).toBe(0.75);
  });

  it('about something else is acknowledged and left alone', async () => {
    const { status, body } = await send({ type: 'survey.opened' });
    expect({ status, body }).toEqual({
      status: 200,
      body: { feedback_id: null, status: 'ignored' },
    });
  });

  it('is believed only with its signature, and read only then', async () => {
    const stranger = `whsec_${Buffer.alloc(24, 1).toString('base64')}`;
    const unsigned = await opened.client.post('/v1/webhooks/survey', '{"broken');
    const forged = await send('{"broken', { secret: stranger });
    const stale = await send({}, { at: new Date(Date.now() - 10 * 60_000) });
    for (const { status, body } of [unsigned, forged, stale]) {
      expect(status).toBe(401);
      expect(body.error).toMatchObject({ code: 'invalid_signature', message: expect.any(String) });
    }
  });

  it('that is signed but no rating is refused by the path at fault', async () => {
    const broken = await send('{"broken');
    expect(broken).toMatchObject({ status: 400, body: { error: { code: 'invalid_json' } } });
    const many = await send(answeredSurvey(randomUUID(), 6));
    expect(many).toMatchObject({
      status: 422,
      body: { error: { code: 'invalid_payload', param: 'data.answers[0].stars' } },
    });
    const unknown = await send(answeredSurvey(randomUUID(), 5));
    expect(unknown).toMatchObject({ status: 404, body: { error: { code: 'query_not_found' } } });
  });

  it('of an unknown source is not found', async () => {
    const { status, body } = await opened.client.post('/v1/webhooks/nobody', {});
    expect(status).toBe(404);
    expect(body.error).toMatchObject({ code: 'webhook_source_not_found', param: 'source' });
  });
});
