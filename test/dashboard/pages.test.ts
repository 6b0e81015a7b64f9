import type { Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { eventually } from '../ground/client.js';
import { expectAccessible, expectToFit, inBrowser, PHONE } from '../ground/browser.js';

const SMALL = 'gemma-2-2b-it';
const LARGE = 'claude-3.5-sonnet';
const ROUNDS = 12;

/** Of one kind the small model can do as much as the large one. */
const textOf = (at: number) => (at % 2 === 0 ? `stir the dough ${at}` : `prove the lemma ${at}`);
const samples = Array.from({ length: 60 }, (_, at) => ({
  input: textOf(at),
  outcomes: {
    [SMALL]: { score: at % 2 === 0 ? 1 : 0, cost_usd: 0.00001 },
    [LARGE]: { score: 1, cost_usd: 0.0005 },
  },
}));
const queries = Array.from({ length: 20 }, (_, at) => ({ id: `q${at}`, input: textOf(at) }));
const batch = [...samples, ...queries].map((line) => `${JSON.stringify(line)}\n`).join('');

inBrowser(
  'the pages of the dashboard',
  (opened) => {
    let rounds: string[] = [];

    beforeAll(async () => {
      const { client } = opened;
      const asked = await Promise.all(
        Array.from({ length: ROUNDS }, (_, at) => client.ask('any', `How much is ${at} + 2?`)),
      );
      rounds = asked.map(({ body }) => body.id as string);
      for (const id of rounds) await client.settled(id);
      const rating = { query_id: rounds[0], score: 1, name: 'anna' };
      expect((await client.post('/v1/feedback', rating)).body.status).toBe('applied');
      // Searches see half a second later what a round has come to.
      await eventually(async () => {
        const { body } = await client.get(`/admin/v1/rounds?query=${rounds[0]}`);
        return body.data[0]?.rated === true || undefined;
      });
    });

    const openPage = (path: string, refusals: number[] = []) =>
      opened.browser.open(path, { key: opened.house.adminKey, refusals });

    it('finds rounds by what they came to, and opens one that says why', async () => {
      const page = await openPage('/rounds', [400]);
      await page
        .getByRole('link', { name: /:/ })
        .nth(ROUNDS - 1)
        .waitFor();
      await page.getByLabel('Task').selectOption('sum');
      await page.getByText('No round is like that.').waitFor();
      expect(page.url()).toContain('/rounds?task=sum');
      await page.getByLabel('Task').selectOption('any');
      await page.getByLabel('Reward from').fill('much');
      await page.keyboard.press('Enter');
      await page.getByText('expected number').waitFor();
      expect(await page.getByLabel('Reward from').getAttribute('aria-invalid')).toBe('true');
      await page.getByRole('button', { name: 'Clear' }).click();
      await page.getByLabel('Id begins with').fill(rounds[0]!);
      await page.keyboard.press('Enter');
      await page.waitForURL(/query=/);
      const row = page.getByRole('row').filter({ hasText: 'How much is 0 + 2?' });
      await row.getByText('rated').waitFor();
      expect(await page.getByRole('row').count()).toBe(2);
      await row.getByRole('link').click();

      await page.getByRole('heading', { name: 'Why' }).waitFor();
      expect(await page.getByRole('listitem').count()).toBeGreaterThan(1);
      await page.getByText('How much is 0 + 2?', { exact: true }).waitFor();
      const believed = page.getByRole('table', { name: 'Bounds of the models' });
      expect(await believed.getByRole('row').count()).toBe(4);
      expect(await believed.getByRole('img').count()).toBe(6);
      const calls = page.getByRole('table', { name: /^Calls/ });
      await calls.getByText('served').waitFor();
      await page
        .getByRole('table', { name: 'The mixture' })
        .getByText('drawn', { exact: true })
        .waitFor();
      await page.getByRole('table', { name: 'Ratings' }).getByText('anna').waitFor();
      await page.getByRole('table', { name: 'Ledger' }).getByText('settled').waitFor();
      await expectAccessible(page);
    });

    it('plans a batch from a file, runs the point that was picked, and compares', async () => {
      const page = await openPage('/plans', [400]);
      await page.getByText('No plan yet.').waitFor();
      await page.getByRole('button', { name: 'New plan' }).click();
      const form = page.getByRole('dialog');
      await form.getByLabel('Task').selectOption('any');
      await form.getByLabel('Or paste them').fill('{"inputs": "x"}');
      await form.getByRole('button', { name: 'Foresee it' }).click();
      await form.getByText(/line 1: .*inputs/).waitFor();
      const file = { name: 'batch.ndjson', mimeType: 'application/x-ndjson' };
      await form
        .getByLabel('File of queries')
        .setInputFiles({ ...file, buffer: Buffer.from(batch) });
      await form.getByText('20 queries to run, 60 labelled samples').waitFor();
      await form.getByLabel('gpt-4o-mini').uncheck();
      await expectAccessible(page);
      await form.getByRole('button', { name: 'Foresee it' }).click();

      const chart = page.getByRole('slider', { name: /^The front/ });
      await chart.focus();
      await page.keyboard.press('Home');
      await page.getByRole('button', { name: 'Run point 1', exact: true }).waitFor();
      await page.keyboard.press('ArrowRight');
      expect(await chart.getAttribute('aria-valuetext')).toMatch(/^Point 2 of \d+: accuracy/);
      await chart.click({ position: { x: 1_100, y: 60 } });
      expect(Number(await chart.getAttribute('aria-valuenow'))).toBeGreaterThan(1);
      await page.getByLabel('at most so many dollars').fill('0');
      await page.getByRole('button', { name: 'Run it' }).click();
      await page.getByText(/the cheapest point is expected to cost/).waitFor();
      await page.getByLabel('at most so many dollars').fill('');
      await page.getByLabel('at least this accuracy').fill('0.8');
      await page.getByRole('button', { name: 'Run it' }).click();

      await page.getByText('done', { exact: true }).waitFor();
      const compared = page.getByRole('table', { name: 'What was foreseen' });
      expect(await compared.getByRole('row').count()).toBe(4);
      await page.getByText('Answered: 20').waitFor();
      await expectAccessible(page);
      await page.getByRole('link', { name: 'the round' }).first().click();
      await page.getByText('the plan that sent the query').waitFor();
    });

    it('shows what the API refuses at its field, and changes nothing unseen', async () => {
      const { client } = opened;
      const page = await openPage('/settings/tasks', [400, 412]);
      await page.getByRole('button', { name: 'Change silent' }).click();
      const form = page.getByRole('dialog');
      await form.getByLabel('Models a query').fill('many');
      const rest = await form.getByLabel('All other fields').inputValue();
      await form.getByLabel('All other fields').fill(`${rest}\nstor: full`);
      await form.getByRole('button', { name: 'Save' }).click();
      await form.getByText('is text, must be a number').waitFor();
      await form.getByText('stor: is not known: did you mean store?').waitFor();
      const size = form.getByLabel('Models a query');
      expect(await page.evaluate('document.activeElement.name')).toBe('size');
      await expectAccessible(page);

      const at = '/admin/v1/tasks/silent';
      const tag = (await client.get(at)).headers.get('etag') ?? '';
      await client.send('PATCH', at, { budgetUsdPerQuery: 0.02 }, { 'if-match': tag });
      await size.fill('1');
      await form.getByLabel('All other fields').fill(rest);
      await form.getByRole('button', { name: 'Save' }).click();
      await form.getByText('Somebody else changed it meanwhile').waitFor();
      await form.getByRole('button', { name: 'Show what it is now' }).click();
      const budget = form.getByLabel('Budget, dollars a query');
      await expect.poll(() => budget.inputValue()).toBe('0.02');
      await form.getByLabel('Models a query').fill('1');
      await budget.fill('0.03');
      await form.getByRole('button', { name: 'Save' }).click();
      await form.waitFor({ state: 'detached' });
      expect((await client.get(at)).body.config).toMatchObject({
        ...{ size: 1, budgetUsdPerQuery: 0.03, rewardWait: { seconds: 1 } },
      });
    });

    it('shows what rating a webhook would be', async () => {
      const page = await openPage('/settings/webhooks', [422]);
      await page.getByRole('button', { name: 'Send a test to survey' }).click();
      const form = page.getByRole('dialog');
      await form.getByRole('button', { name: 'Send the test' }).click();
      await form.getByText('1.000').waitFor();
      await form.getByText('anna', { exact: true }).waitFor();
      const wrong = {
        type: 'survey.answered',
        data: { query: rounds[0], answers: [{ stars: 9 }] },
      };
      await form.getByLabel('What the sender sends').fill(JSON.stringify(wrong));
      await form.getByRole('button', { name: 'Send the test' }).click();
      await form.getByText(/is 9, which the scale stars does not have/).waitFor();
      await form.getByLabel('What the sender sends').fill('{"type": "survey.opened"}');
      await form.getByRole('button', { name: 'Send the test' }).click();
      await form.getByText('such a message is no rating').waitFor();
    });

    it('shows a new key once, with which one sees less', async () => {
      const page = await openPage('/settings/keys');
      await page.getByRole('button', { name: 'New key' }).click();
      const form = page.getByRole('dialog');
      await form.getByLabel('Name').fill('web shop');
      await form.getByLabel('any', { exact: true }).check();
      await form.getByRole('button', { name: 'Make the key' }).click();
      const key = (await page.getByRole('dialog').locator('code').textContent()) ?? '';
      expect(key).toMatch(/^purser_/);
      await page.getByRole('button', { name: 'I have it' }).click();
      const row = page.getByRole('row').filter({ hasText: 'web shop' });
      await row.getByText('active').waitFor();

      const shop = await opened.browser.open('/plans', { key });
      await shop.getByRole('heading', { name: 'Plans' }).waitFor();
      expect(await shop.getByRole('link', { name: 'Settings' }).count()).toBe(0);
      await row.getByRole('button', { name: 'Revoke web shop' }).click();
      await page.getByRole('button', { name: 'Revoke the key' }).click();
      await row.getByText('revoked').waitFor();
    });

    it('can be used by the keyboard alone', async () => {
      const page = await openPage('/settings/caps');
      await reach(page, 'New cap');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByLabel('Limit, dollars').focus();
      await page.keyboard.press('Escape');
      await page.locator('dialog').waitFor({ state: 'detached' });
      expect(await page.evaluate('document.activeElement.textContent')).toBe('New cap');
      await page.keyboard.press('Enter');
      await page.getByRole('dialog').getByLabel('Task').waitFor();
      await reach(page, 'limit_usd');
      await page.keyboard.type('40');
      await page.keyboard.press('Enter');
      await page.getByText('$40.00').waitFor();
      await reach(page, 'Plans');
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Plans' }).waitFor();
    });

    it.each(['light', 'dark'] as const)('fits a phone, in %s', async (scheme) => {
      const { browser, house } = opened;
      const page = await browser.open('/rounds', { key: house.adminKey, size: PHONE, scheme });
      const settings = ['tasks', 'models', 'keys', 'caps', 'webhooks', 'audit'];
      const paths = ['/rounds', `/rounds/${rounds[0]}`, '/plans', ...settings.map(settingsAt)];
      for (const path of paths) {
        await page.evaluate(
          `history.pushState(null, '', '${path}'); dispatchEvent(new Event('popstate'))`,
        );
        await page.locator('main table').first().waitFor();
        await expect.poll(() => page.locator('.loading').count()).toBe(0);
        await expectToFit(page);
        await expectAccessible(page);
      }
    });

    it('had nothing to say in the console, and asked no other host', () => {
      expect(opened.browser.faults).toEqual([]);
    });
  },
  { needsKeys: true },
);

const settingsAt = (section: string) => `/settings/${section}`;

/** Goes on by the tab key until something of that name, or with that text, has the focus. */
async function reach(page: Page, name: string): Promise<void> {
  const isThere = `[document.activeElement.name, document.activeElement.textContent].includes(${JSON.stringify(name)})`;
  for (let steps = 0; steps < 80; steps++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate<boolean>(isThere)) return;
  }
  throw new Error(`no key leads to ${name}`);
}
