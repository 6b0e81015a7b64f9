import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { lockTable, somebodyWaits } from '../ground/block.js';
import { expectBooksToBalance } from '../ground/books.js';
import { SURVEY_SECRETS } from '../ground/house.js';
import { ends, submit } from '../ground/load.js';

onEachBackend('a scheduling-cloud killed while it takes in a webhook', (opened) => {
  it('counts it once when the sender tries again', async () => {
    const { house, client } = opened;
    const [id] = await submit(client, 1);
    await ends(client, [id!]);
    const data = { query: id, answers: [{ stars: 3 }] };
    const text = JSON.stringify({ type: 'survey.answered', data });
    const at = new Date();
    const headers = {
      'webhook-id': 'msg_killed',
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(SURVEY_SECRETS[0]!).sign('msg_killed', at, text),
    };
    const send = () => client.post('/v1/webhooks/survey', text, headers);

    const receipts = await lockTable(house.database.url, 'purser.rating_receipts');
    const unanswered = send().catch(() => undefined);
    await somebodyWaits(house);
    await house.cloud.kill('SIGKILL');
    await unanswered;
    await receipts.release();
    await house.startCloud();

    const answers = [await send(), await send()];
    expect(answers.map(({ body }) => body.status)).toEqual(['applied', 'duplicate']);
    expect((await client.get(`/v1/queries/${id}`)).body.reward).toBe(0.5);
    await expectBooksToBalance(house.database);
  });
});
