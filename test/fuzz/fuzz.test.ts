import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { operations, type Operation } from './api-description.js';
import { fuzzGround, type FuzzGround } from './fuzz.ground.js';
import { CURRENT_TAG, requestsOf, type FuzzRequest } from './requests.js';

/** Tried again by `FUZZ_SEED=…`, which a failure prints. */
const SEED = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 60);

onEachBackend(
  `requests by chance, seed ${SEED}`,
  (opened) => {
    let ground: FuzzGround;
    beforeAll(async () => {
      ground = await fuzzGround(opened.house);
    });

    it.each(operations)('get documented answers of $name', async (operation) => {
      const seen = new Set<number>();
      const known = { ...ground.known, ...(await ground.victims(operation.path)) };
      const requests = requestsOf(operation, known, ground.authorizations);
      const property = fc.asyncProperty(requests, async (request) => {
        const { status, type, body } = await answerTo(opened.house.url, request, ground);
        seen.add(status);
        const told = `${status} ${JSON.stringify(body).slice(0, 300)}`;
        expect(status, told).toBeLessThan(500);
        expect(operation.faultsOf(status, type, body), told).toEqual([]);
      });
      await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
      expect([...seen], 'it must get to what the route is for').toContainEqual(
        successOf(operation),
      );
    });

    it('that are no URLs are refused', async () => {
      for (const path of ['/v1/queries/%', '/v1/queries/%ff', '/v1/models/%c0%80', '//', '/%00']) {
        const { status } = await fetch(opened.house.url + path);
        expect(status, path).toBeGreaterThanOrEqual(400);
        expect(status, path).toBeLessThan(500);
      }
    });

    it.each([
      ['/v1/queries', (deep: string) => `{"task":"any","input":"x","options":${toolOf(deep)}}`],
      ['/v1/queries', (deep: string) => `{"task":"any","input":"x","metadata":{"a":${deep}}}`],
      ['/v1/feedback', (deep: string) => `{"query_id":"x","tags":${deep}}`],
      ['/admin/v1/tasks', (deep: string) => `{"name":"deep","config":{"policy":${deep}}}`],
    ])('nested too deep are refused at %s', async (path, bodyAround) => {
      const deep = '['.repeat(200_000) + ']'.repeat(200_000);
      const { status, body } = await opened.client.post(path, bodyAround(deep));
      expect(status, JSON.stringify(body).slice(0, 300)).toBe(400);
    });

    it('leave the books in balance', () => expectBooksToBalance(opened.house.database));
  },
  { needsKeys: true },
);

interface Answer {
  readonly status: number;
  readonly type: string;
  /** Of a stream: its text. */
  readonly body: unknown;
}

async function answerTo(url: string, request: FuzzRequest, ground: FuzzGround): Promise<Answer> {
  const { method, path, body } = request;
  const headers = { ...request.headers };
  if (headers['If-Match'] === CURRENT_TAG) headers['If-Match'] = await ground.tagOf(path);
  const response = await fetch(url + path, {
    method,
    headers,
    // As bytes, which get no content type of fetch's own.
    ...(body === undefined ? {} : { body: new TextEncoder().encode(body) }),
    signal: AbortSignal.timeout(60_000),
  });
  const type = response.headers.get('content-type') ?? '';
  const isEndless = response.ok && path.startsWith('/admin/v1/live');
  const text = isEndless ? await beginningOf(response) : await response.text();
  const isJson = type.startsWith('application/json');
  return { status: response.status, type, body: isJson ? JSON.parse(text) : text };
}

/** What comes first of a stream that goes on for as long as one listens. */
async function beginningOf({ body }: Response): Promise<string> {
  const reader = body!.getReader();
  const { value } = await reader.read();
  await reader.cancel();
  return new TextDecoder().decode(value);
}

function toolOf(parameters: string): string {
  return `{"tools":[{"type":"function","function":{"name":"f","parameters":{"a":${parameters}}}}]}`;
}

function successOf({ statuses }: Operation): number {
  return statuses.find((status) => status < 300)!;
}
