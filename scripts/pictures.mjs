// Draws the pictures of the documentation: plays the demo and photographs its dashboard, light and dark.
// Needs Chromium: at /usr/bin/chromium, or where CHROMIUM says.
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { chromium } from 'playwright-core';
import UPNG from 'upng-js';

const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs', 'pictures');
const MOST_BYTES = 300_000;
/** So many tell all of a page's apart. */
const COLOURS = 128;
const WIDTH = 1280;

const demo = spawn(process.execPath, ['dist/apps/cli/main.js', 'demo'], {
  cwd: root,
  stdio: ['ignore', 'pipe', 'inherit'],
});
try {
  const address = await addressOf(demo);
  mkdirSync(folder, { recursive: true });
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  for (const scheme of ['light', 'dark']) await photograph(browser, address, scheme);
  await browser.close();
} finally {
  demo.kill('SIGINT');
}

/** Where the demo says that it can be seen, once it has been played. */
async function addressOf(child) {
  for await (const line of createInterface({ input: child.stdout })) {
    console.log(line);
    const address = /^See it: (\S+)/.exec(line)?.[1];
    if (address !== undefined) return address;
  }
  throw new Error('the demo ended before there was anything to see');
}

/** The task's page, down to the end of the map. */
async function photograph(browser, address, scheme) {
  const page = await browser.newPage({
    viewport: { width: WIDTH, height: 900 },
    deviceScaleFactor: 2,
    colorScheme: scheme,
  });
  await page.goto(address);
  const map = page.getByRole('region', { name: 'Cost-reward map' });
  await map.locator('canvas').waitFor();
  await page.getByRole('region', { name: 'Who is asked' }).locator('canvas').waitFor();
  await map.getByRole('table').and(page.locator('[aria-busy=false]')).waitFor();
  await page.evaluate(() => document.fonts.ready);
  const { y, height } = await map.boundingBox();
  const picture = await page.screenshot({
    fullPage: true,
    clip: { x: 0, y: 0, width: WIDTH, height: Math.ceil(y + height + 8) },
  });
  await page.close();
  const path = join(folder, scheme === 'light' ? 'task.png' : 'task-dark.png');
  const small = reduced(picture);
  if (small.length > MOST_BYTES) throw new Error(`${path} would have ${small.length} bytes`);
  writeFileSync(path, small);
  console.log(`${path}: ${Math.round(small.length / 1_000)} KB`);
}

/** The picture with a palette, which makes it less than half as large. */
function reduced(picture) {
  const image = UPNG.decode(picture);
  const [pixels] = UPNG.toRGBA8(image);
  return Buffer.from(UPNG.encode([pixels], image.width, image.height, COLOURS));
}
