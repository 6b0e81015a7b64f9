import { expect, it } from 'vitest';
import { expectAccessible, expectToFit, inBrowser, PHONE } from '../ground/browser.js';

inBrowser(
  'the dashboard',
  (opened) => {
    it('lets nobody in without a key, and says why one is refused', async () => {
      const { browser, house } = opened;
      const page = await browser.open('/', { refusals: [401], size: PHONE });
      await page.getByLabel('API key').fill('purser_nobodys');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').filter({ hasText: 'This key is unknown' }).waitFor();
      await expectAccessible(page);
      await expectToFit(page);
      await page.getByLabel('API key').fill(house.adminKey);
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { name: 'Overview' }).waitFor();
      expect(browser.faults).toEqual([]);
    });
  },
  { needsKeys: true, localServers: 0 },
);
