import { setTimeout as delay } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { CapStore, purserDatabase, type CapTerms } from '#storage';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { Client, eventually } from '../ground/client.js';
import type { House } from '../ground/house.js';

const WAIT = { prefer: 'wait=60' };
const QUESTION = 'What is 6 × 7?';
const REQUESTS = 1_000;
const FITTING = 400;

const MONTHLY = { span: 'month', timeZone: 'UTC', hard: true } as const;

async function onCaps<Result>(house: House, work: (caps: CapStore) => Promise<Result>) {
  const source = await purserDatabase(house.database.url).initialize();
  try {
    return await work(new CapStore(source));
  } finally {
    await source.destroy();
  }
}

/** Makes the cap, and waits until every replica keeps it, which takes less than a second. */
async function capped(house: House, clients: Client[], terms: CapTerms): Promise<void> {
  await onCaps(house, (caps) => caps.put(terms, null));
  const keeps = async (client: Client): Promise<true | undefined> => {
    const { headers } = await client.ask(terms.subject, QUESTION, WAIT);
    return headers.has('x-purser-budget-remaining-usd') || undefined;
  };
  await Promise.all(clients.map((client) => eventually(() => keeps(client), 1_000)));
}

/** The most by which any hard cap is passed, looked at all the time until it is stopped. */
function watchCaps(house: House): { stop(): Promise<number> } {
  const stopped = new AbortController();
  let worst = -Infinity;
  const looks = (async () => {
    while (!stopped.signal.aborted) {
      const [row] = await house.database.query<{ over: string | null }>(
        `SELECT max(reserved_nano + settled_nano - limit_nano) AS over
         FROM purser.cap_windows AS w JOIN purser.caps AS cap ON cap.id = w.cap_id WHERE hard`,
      );
      worst = Math.max(worst, Number(row!.over ?? -Infinity));
    }
  })();
  return {
    stop: async () => {
      stopped.abort();
      await looks;
      return worst;
    },
  };
}

/** Asks until there is an answer, or a refusal that says not to retry, as SDKs do. */
async function persist(client: Client, task: string): Promise<'answered' | 'refused'> {
  for (;;) {
    const { status, headers, body } = await client.ask(task, QUESTION, WAIT);
    if (status === 200 && body.status === 'answered') return 'answered';
    if (status !== 429) throw new Error(JSON.stringify(body));
    expect(body.error).toMatchObject({ code: 'budget_exceeded', type: 'rate_limit_error' });
    if (headers.get('x-should-retry') === 'false') return 'refused';
    await delay(Number(headers.get('retry-after')) * 1_000);
  }
}

onEachBackend('a hard cap', (opened) => {
  it('lets three replicas spend it, by a thousand queries at once, and not a nano-dollar more', async () => {
    const { house, client } = opened;
    const clients = [
      client,
      new Client(await house.startReplica()),
      new Client(await house.startReplica()),
    ];
    const samples = await Promise.all(
      Array.from({ length: 20 }, () => client.ask('sum', QUESTION, WAIT)),
    );
    const cost = samples.reduce((sum, { body }) => sum + body.cost_usd * 1e9, 0) / samples.length;
    const limitNano = Math.round(FITTING * cost);
    await capped(house, clients, { ...MONTHLY, scope: 'task', subject: 'sum', limitNano });
    const watch = watchCaps(house);
    const ends = await Promise.all(
      Array.from({ length: REQUESTS }, (_, query) => persist(clients[query % 3]!, 'sum')),
    );
    const window = await eventually(async () => {
      const [balance] = await onCaps(house, (caps) => caps.balances(new Date()));
      return balance?.reservedNano === 0 ? balance : undefined;
    });
    expect(await watch.stop()).toBeLessThanOrEqual(0);
    expect(window.settledNano).toBeLessThanOrEqual(limitNano);
    expect(window.settledNano / limitNano).toBeGreaterThanOrEqual(0.95);
    expect(ends).toContain('refused');
    await expectBooksToBalance(house.database);
  }, 300_000);
});
