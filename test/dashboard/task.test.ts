import type { Page } from 'playwright-core';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { expectAccessible, expectToFit, inBrowser, PHONE } from '../ground/browser.js';
import { eventually } from '../ground/client.js';

const WAIT = { prefer: 'wait=30' };
const ASKED = 40;
const TASK = '/tasks/any';

inBrowser(
  'the dashboard',
  (opened) => {
    const open = (path: string, options = {}): Promise<Page> =>
      opened.browser.open(path, { key: opened.house.adminKey, ...options });
    const ask = async (): Promise<string> => {
      const { status, body } = await opened.client.ask('any', 'What is 6 times 7?', WAIT);
      expect(status).toBe(200);
      return body.id;
    };

    beforeAll(async () => {
      await Promise.all(Array.from({ length: ASKED }, ask));
      await eventually(async () => {
        const { body } = await opened.client.get('/admin/v1/tasks/any/series');
        const rewarded = body.data.reduce((sum: number, one: any) => sum + one.rewarded, 0);
        return rewarded === ASKED || undefined;
      });
    });
    afterEach(() => expect(opened.browser.faults).toEqual([]));

    it('lets nobody in without a key, and says why one is refused', async () => {
      const page = await opened.browser.open('/', { refusals: [401], size: PHONE });
      await page.getByLabel('API key').fill('purser_nobodys');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').filter({ hasText: 'This key is unknown' }).waitFor();
      await expectAccessible(page);
      await expectToFit(page);
      await page.getByLabel('API key').fill(opened.house.adminKey);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
    });

    it('shows a key that may only ask its own tasks, and none of the rest', async () => {
      const { body } = await opened.client.post('/admin/v1/keys', {
        name: 'shop',
        roles: ['query'],
        tasks: ['any', 'sum'],
      });
      const page = await open('/', { key: body.key });
      await page.getByRole('article', { name: 'any' }).getByText('40', { exact: true }).waitFor();
      expect(await page.getByRole('article').count()).toBe(2);
      // What a first day shows: the command that ends it.
      await page.getByRole('article', { name: 'sum' }).getByText('curl http').waitFor();
      expect(await page.getByRole('navigation').getByRole('link').allTextContents()).toEqual([
        'Overview',
        'Plans',
      ]);
      await expectAccessible(page);
    });

    it('leads by keyboard from the overview to a task and along its charts', async () => {
      const page = await open('/');
      const link = page.getByRole('article', { name: 'any' }).getByRole('link', { name: 'any' });
      await link.waitFor();
      await expectAccessible(page);
      const focused = link.and(page.locator(':focus'));
      while ((await focused.count()) === 0) await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      const spend = page.getByRole('slider', { name: /^Cumulative spend/ });
      await spend.focus();
      await page.keyboard.press('Home');
      expect(await spend.getAttribute('aria-valuenow')).toBe('0');
      expect(await spend.getAttribute('aria-valuetext')).toMatch(/Spent \$0\.\d+, Budget × rounds/);
      const map = page.getByRole('slider', { name: /^Cost-reward map/ });
      await map.focus();
      await page.keyboard.press('End');
      expect(await map.getAttribute('aria-valuetext')).toMatch(/reward 0\.\d+, cost \$0\.\d+/);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: /^Back to/ }).waitFor();
    });

    it('fits a phone, and people who cannot see it well, by day and by night', async () => {
      for (const [size, scheme] of [
        [undefined, 'light'],
        [PHONE, 'dark'],
      ] as const) {
        const page = await open(TASK, { scheme, ...(size && { size }) });
        await page.getByRole('slider', { name: /^Cost-reward map/ }).waitFor();
        await page.getByRole('row', { name: /gpt-4o-mini/ }).waitFor();
        await expectAccessible(page);
        await expectToFit(page);
        await page.context().close();
      }
    });

    it('moves within a second of a round', async () => {
      const page = await open(TASK);
      const spend = page.getByRole('slider', { name: /^Cumulative spend/ });
      await spend.waitFor();
      // A machine that is busy with other tests may dawdle now and then.
      await eventually(async () => {
        const moved = page.evaluate<number>(`new Promise((resolve) => {
          const chart = document.querySelector('[aria-label^="Cumulative spend"]');
          const options = { attributes: true, attributeFilter: ['aria-label'] };
          new MutationObserver(() => resolve(Date.now())).observe(chart, options);
        })`);
        await ask();
        const answeredAt = Date.now();
        return (await moved) - answeredAt < 1_000 || undefined;
      });
    });

    it('asks what another budget would bring, and sets it for the rounds to come', async () => {
      const page = await open(TASK);
      const slider = page.getByRole('slider', { name: /^Budget, \$ a query/ });
      await slider.focus();
      await page.keyboard.press('PageDown');
      const chosen = Number(
        await page.getByRole('spinbutton', { name: 'Budget in dollars' }).inputValue(),
      );
      const row = page.getByRole('row', { name: /^From the log/ });
      await row.getByText(/^\d\.\d{3}$/).waitFor();
      await page.getByRole('button', { name: 'Set this budget' }).click();
      await page.getByText(/the next rounds keep \$0\.0/).waitFor();
      const { body } = await opened.client.get(`/v1/rounds/${await ask()}`);
      expect(body.budget_usd).toBeCloseTo(chosen, 9);
      await page.getByRole('button', { name: 'Set this budget', disabled: true }).waitFor();
    });
  },
  { needsKeys: true, localServers: 1 },
);
