import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type axe from 'axe-core';
import type { Opened } from './backends.js';
import { Client } from './client.js';
import { openHouse, type House, type HouseOptions } from './house.js';

const CHROMIUM = '/usr/bin/chromium';
const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
/** What phones are wide, at least. */
export const PHONE = { width: 380, height: 760 };
const DESK = { width: 1280, height: 900 };

/** Whether Debian's Chromium is here. CI must have it. */
const hasChromium = existsSync(CHROMIUM);
if (!hasChromium && process.env['CI'] === 'true') throw new Error('CI has no Chromium');

interface PageOptions {
  /** The API key that its tab has from the start. */
  key?: string;
  size?: { width: number; height: number };
  scheme?: 'light' | 'dark';
  /** The statuses of HTTP that it is to be refused with: browsers write each to the console. */
  refusals?: number[];
}

/** A headless browser that looks at one Purser, and remembers what should not have happened. */
interface TestBrowser {
  /** A page of a window of its own, as a new visitor has it, that has loaded the path. */
  open(path: string, options?: PageOptions): Promise<Page>;
  /** Errors and warnings of the console, requests to other hosts and what failed, since the start. */
  readonly faults: readonly string[];
  close(): Promise<void>;
}

async function openBrowser(url: string): Promise<TestBrowser> {
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  const faults: string[] = [];
  return {
    faults,
    open: async (path, { key, size = DESK, scheme = 'light', refusals = [] } = {}) => {
      const context = await browser.newContext({ viewport: size, colorScheme: scheme });
      // In the console is where a page's own script runs too.
      if (key !== undefined) {
        await context.addInitScript(`sessionStorage.setItem('purser-key', ${JSON.stringify(key)})`);
      }
      const page = await context.newPage();
      watch(page, { url, refusals, fault: (text) => faults.push(`${path}: ${text}`) });
      await page.goto(url + path);
      return page;
    },
    close: () => browser.close(),
  };
}

interface Watch {
  url: string;
  refusals: readonly number[];
  fault: (text: string) => void;
}

function watch(page: Page, { url, refusals, fault }: Watch): void {
  page.on('pageerror', (error) => fault(error.stack ?? error.message));
  page.on('console', (message) => {
    const refused = /^Failed to load resource: .* status of (\d+)/.exec(message.text())?.[1];
    if (refused !== undefined && refusals.includes(Number(refused))) return;
    if (['error', 'warning'].includes(message.type())) {
      fault(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  page.on('request', (request) => {
    const { protocol, origin } = new URL(request.url());
    if (['data:', 'blob:'].includes(protocol) || origin === url) return;
    fault(`asks another host: ${request.url()}`);
  });
}

/** Runs the suite in a house on PostgreSQL with a browser; visibly skips it without Chromium. */
export function inBrowser(
  name: string,
  suite: (opened: Opened & { readonly browser: TestBrowser }) => void,
  options: Omit<HouseOptions, 'backend'> = {},
): void {
  describe(name, () => {
    if (!hasChromium) {
      it.skip('needs Chromium, which is not here', () => undefined);
      return;
    }
    let house: House | undefined;
    let browser: TestBrowser | undefined;
    beforeAll(async () => {
      house = await openHouse({ localServers: 1, ...options, backend: 'postgres' });
      browser = await openBrowser(house.url);
    });
    afterAll(async () => {
      await browser?.close();
      await house?.close();
    });
    suite({
      get house() {
        return house!;
      },
      get client() {
        return new Client(house!.url, house!.adminKey);
      },
      get browser() {
        return browser!;
      },
    });
  });
}

/** Looks for what keeps people from using it, as far as axe can tell. */
export async function expectAccessible(page: Page): Promise<void> {
  // Not by a script tag, which the page's security policy forbids.
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<axe.AxeResults>(
    'axe.run({ resultTypes: ["violations"] })',
  );
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = serious.map(
    ({ id, help, nodes }) => `${id}: ${help}\n${nodes.map(({ html }) => `  ${html}`).join('\n')}`,
  );
  expect(told, page.url()).toEqual([]);
}

/** Whether it fits: nothing makes the page itself scroll sideways. */
export async function expectToFit(page: Page): Promise<void> {
  const [content, window] = await page.evaluate<[number, number]>(
    '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
  );
  expect(content, `the width of ${page.url()}`).toBeLessThanOrEqual(window);
}
