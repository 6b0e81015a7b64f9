import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  AdmissionStore,
  CapStore,
  LearningStore,
  LedgerStore,
  SweepStore,
  type CapTerms,
} from '#storage';
import { expectBooksToBalance } from '../ground/books.js';
import { admission, call, outcome } from '../ground/rows.js';
import { storageGround, type StorageGround } from '../ground/storage.js';

let ground: StorageGround;
let caps: CapStore;

beforeAll(async () => {
  ground = await storageGround();
  caps = new CapStore(ground.source);
});
beforeEach(() => ground.empty());
afterAll(() => ground.close());

const DAILY: CapTerms = {
  scope: 'global',
  subject: '',
  span: 'day',
  timeZone: 'UTC',
  hard: true,
  limitNano: 100_000,
};
const DAY = {
  startsAt: new Date('2026-03-01T00:00:00Z'),
  endsAt: new Date('2026-03-02T00:00:00Z'),
};

/** A cap with its window of one day open. @returns the window's id */
async function opened(terms: Partial<CapTerms> = {}): Promise<number> {
  const cap = await caps.put({ ...DAILY, ...terms }, null);
  const [id] = await caps.openWindows([{ capId: cap!.id, ...DAY }]);
  return id!;
}

async function balance(id: number) {
  const balances = await caps.balances(new Date('2026-03-01T12:00:00Z'));
  const { reservedNano, settledNano } = balances.find((one) => one.id === id)!;
  return { reservedNano, settledNano };
}

function events(): Promise<{ kind: string; amount: number }[]> {
  return ground.database.query(
    'SELECT kind, amount_nano::integer AS amount FROM purser.budget_events ORDER BY id',
  );
}

describe('a cap', () => {
  it('admits what fits of a flush, in order, and leaves no trace of the rest', async () => {
    const window = await opened();
    const flush = [40_000, 50_000, 20_000, 5_000].map((reservedNano, index) =>
      admission({
        reservedNano,
        windowIds: [window],
        idempotency: { key: `key ${index}`, bodyHash: 'h' },
      }),
    );
    const result = await new AdmissionStore(ground.source).admit(flush);
    expect(result.admitted).toEqual(new Set(flush.slice(0, 2).map(({ id }) => id)));
    expect(result.earlier).toEqual(new Map());
    expect(result.windows.get(window)).toMatchObject({ reservedNano: 90_000, settledNano: 0 });
    const again = await new AdmissionStore(ground.source).admit(flush.slice(3));
    expect(again.admitted.size).toBe(1);
    await expectBooksToBalance(ground.database);
  });

  it('is never passed, though fifty flushes of several tasks reserve at once', async () => {
    const all = await opened();
    const qa = await opened({ scope: 'task', subject: 'qa', limitNano: 30_000 });
    const store = new AdmissionStore(ground.source);
    const results = await Promise.all(
      Array.from({ length: 50 }, (_, flush) =>
        store.admit(
          Array.from({ length: 4 }, (_, place) =>
            (flush + place) % 3 === 0
              ? admission({ task: 'sum', reservedNano: 1_700, windowIds: [all] })
              : admission({ reservedNano: 1_300, windowIds: [qa, all] }),
          ),
        ),
      ),
    );
    for (const { windows } of results) {
      for (const { limitNano, reservedNano, settledNano } of windows.values()) {
        expect(reservedNano + settledNano).toBeLessThanOrEqual(limitNano);
      }
    }
    expect((await balance(qa)).reservedNano).toBeGreaterThan(30_000 - 4 * 1_300);
    expect((await balance(all)).reservedNano).toBeGreaterThan(100_000 - 4 * 1_700);
    await expectBooksToBalance(ground.database);
  });

  it('refuses everything once it is lowered below what is spent', async () => {
    const window = await opened();
    const id = await ground.admitted({ reservedNano: 80_000, windowIds: [window] });
    await new LearningStore(ground.source).learn([
      outcome(id, [call('small', { costNano: 70_000 })]),
    ]);
    const [cap] = await caps.list();
    expect(await caps.put({ ...DAILY, limitNano: 50_000 }, cap!.version)).toMatchObject({
      version: 2,
      limitNano: 50_000,
    });
    const result = await new AdmissionStore(ground.source).admit([
      admission({ reservedNano: 1, windowIds: [window] }),
    ]);
    expect(result.admitted.size).toBe(0);
    expect(result.windows.get(window)).toMatchObject({ limitNano: 50_000, settledNano: 70_000 });
  });

  it('refuses a window that has gone, so that its like is opened anew', async () => {
    const store = new AdmissionStore(ground.source);
    const result = await store.admit([admission({ windowIds: [987_654_321] })]);
    expect([result.admitted.size, result.windows.size]).toEqual([0, 0]);
  });

  it('changes only from the version that was read, and remembers what it counted when removed', async () => {
    const window = await opened();
    const [cap] = await caps.list();
    expect(await caps.put(DAILY, null)).toBeUndefined();
    expect(await caps.put({ ...DAILY, limitNano: 5 }, 7)).toBeUndefined();
    expect(await caps.remove(cap!.id, 7)).toBe(false);
    expect(await caps.remove(cap!.id, 1)).toBe(true);
    expect(await caps.list()).toEqual([]);
    const free = admission({ reservedNano: 10 ** 9, windowIds: [window] });
    expect((await new AdmissionStore(ground.source).admit([free])).admitted.size).toBe(1);
    const again = await caps.put({ ...DAILY, limitNano: 5 }, null);
    expect(again).toMatchObject({ id: cap!.id, version: 3, limitNano: 5 });
    expect((await balance(window)).reservedNano).toBe(10 ** 9);
  });
});

describe('the caps of purser.yaml', () => {
  const file = [DAILY, { ...DAILY, scope: 'task' as const, subject: 'qa' }];

  it('are made, changed and removed with the file', async () => {
    await caps.seed(file);
    await caps.seed([{ ...DAILY, limitNano: 7 }]);
    expect(await caps.list()).toMatchObject([{ scope: 'global', limitNano: 7, origin: 'file' }]);
    await caps.seed(file);
    expect((await caps.list()).map(({ limitNano }) => limitNano)).toEqual([100_000, 100_000]);
  });

  it('give way to what the API has changed or removed', async () => {
    await caps.seed(file);
    const [global, task] = await caps.list();
    await caps.put({ ...DAILY, limitNano: 9 }, global!.version);
    await caps.remove(task!.id, task!.version);
    await caps.seed(file);
    expect(await caps.list()).toMatchObject([{ scope: 'global', limitNano: 9, origin: 'api' }]);
  });
});

describe('settling', () => {
  it('frees the reservation and charges the true cost to the windows of admission', async () => {
    const window = await opened();
    const ids = [
      await ground.admitted({ reservedNano: 30_000, windowIds: [window] }),
      await ground.admitted({ reservedNano: 30_000, windowIds: [window] }),
    ];
    const failed = { ...outcome(ids[1]!, []), status: 'failed' as const };
    await new LearningStore(ground.source).learn([outcome(ids[0]!, [call('small')]), failed]);
    expect(await balance(window)).toEqual({ reservedNano: 0, settledNano: 700 });
    const kinds = await ground.database.query(
      'SELECT kind, reserved_nano::integer AS reserved, settled_nano::integer AS settled FROM purser.ledger ORDER BY entry, settled_nano DESC',
    );
    expect(kinds).toEqual([
      { kind: 'reserve', reserved: 30_000, settled: 0 },
      { kind: 'reserve', reserved: 30_000, settled: 0 },
      { kind: 'settle', reserved: -30_000, settled: 700 },
      { kind: 'release', reserved: -30_000, settled: 0 },
    ]);
    await expectBooksToBalance(ground.database);
  });

  it('tells of a soft cap once a window, and of every cost over its reservation', async () => {
    const window = await opened({ hard: false, limitNano: 1_000 });
    const learning = new LearningStore(ground.source);
    for (let round = 0; round < 3; round++) {
      const id = await ground.admitted({ reservedNano: 600, windowIds: [window] });
      await learning.learn([outcome(id, [call('small', { costNano: 500 })])]);
    }
    expect(await events()).toEqual([{ kind: 'soft_limit', amount: 1_000 }]);
    const id = await ground.admitted({ reservedNano: 600, windowIds: [window] });
    await learning.learn([outcome(id, [call('small', { costNano: 650 })])]);
    expect((await events()).slice(1)).toEqual([{ kind: 'overrun', amount: 50 }]);
    await expectBooksToBalance(ground.database);
  });

  it('charges all that was reserved for a query whose worker never came back, and says so', async () => {
    const window = await opened();
    const sweep = new SweepStore(ground.source);
    await ground.admitted({
      reservedNano: 30_000,
      windowIds: [window],
      deadlineAt: new Date(Date.now() - 1_000),
    });
    await sweep.failOverdue(new Date(), 10);
    expect(await balance(window)).toEqual({ reservedNano: 30_000, settledNano: 0 });
    expect(await sweep.writeOff(new Date(), 10)).toBe(1);
    expect(await balance(window)).toEqual({ reservedNano: 0, settledNano: 30_000 });
    expect(await events()).toEqual([{ kind: 'written_off', amount: 30_000 }]);
    await expectBooksToBalance(ground.database);
  });
});

describe('the check of the ledger', () => {
  it('finds a balance that was changed behind its back, and writes it down', async () => {
    const window = await opened();
    const id = await ground.admitted({ reservedNano: 30_000, windowIds: [window] });
    const ledger = new LedgerStore(ground.source);
    expect(await ledger.check()).toMatchObject({ entries: 1, reservedNano: 30_000, faults: 0 });
    await ground.database.query('UPDATE purser.cap_windows SET settled_nano = 1');
    await ground.database.query('UPDATE purser.queries SET reserved_nano = 29999');
    const { faults, examples } = await ledger.check();
    expect(faults).toBe(2);
    expect(examples).toEqual(
      expect.arrayContaining([
        {
          account: 'window',
          id: String(window),
          reservedNano: 30_000,
          settledNano: 1,
          ledgerReservedNano: 30_000,
          ledgerSettledNano: 0,
        },
        expect.objectContaining({ account: 'query', id, reservedNano: 29_999 }),
      ]),
    );
    expect(await events()).toEqual([{ kind: 'ledger_imbalance', amount: 2 }]);
  });
});
