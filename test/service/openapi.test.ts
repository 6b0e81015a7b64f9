import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';

const GOLDEN = join(import.meta.dirname, '../golden/openapi.json');

onEachBackend('the description of the API', (opened) => {
  it('is the one in test/golden, which UPDATE_GOLDEN=1 writes anew', async () => {
    const { body } = await opened.client.get('/openapi.json');
    const text = `${JSON.stringify(body, null, 2)}\n`;
    if (process.env['UPDATE_GOLDEN'] === '1') await writeFile(GOLDEN, text);
    expect(text).toBe(await readFile(GOLDEN, 'utf8'));
  });

  it('is shown to people at /docs', async () => {
    const response = await fetch(`${opened.house.url}/docs`);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('swagger-ui');
  });

  it('says that it is alive and ready', async () => {
    for (const path of ['/health', '/ready']) {
      expect((await opened.client.get(path)).body).toEqual({ status: 'ok' });
    }
  });
});
