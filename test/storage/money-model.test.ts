import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { AdmissionStore, CapStore, LearningStore, LedgerStore, SweepStore } from '#storage';
import { admission, call, outcome } from '../ground/rows.js';
import { storageGround, type StorageGround } from '../ground/storage.js';

let ground: StorageGround;

beforeAll(async () => {
  ground = await storageGround();
});
afterAll(() => ground.close());

const DAY = {
  startsAt: new Date('2026-03-01T00:00:00Z'),
  endsAt: new Date('2026-03-02T00:00:00Z'),
};
const NOON = new Date('2026-03-01T12:00:00Z');
const LIMITS = [1_000, 700];

type Step =
  | { kind: 'admit'; flush: { nano: number; windows: number[] }[] }
  | { kind: 'settle' | 'release' | 'write-off'; pick: number; part: number };

const subset = fc.subarray([0, 1]);
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    kind: fc.constant('admit' as const),
    flush: fc.array(fc.record({ nano: fc.nat(400), windows: subset }), {
      minLength: 1,
      maxLength: 4,
    }),
  }),
  fc.record({
    kind: fc.constantFrom('settle' as const, 'release' as const, 'write-off' as const),
    pick: fc.nat(50),
    part: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
);

/** What the windows ought to hold: of each flush, a window's queries up to the first that does not fit. */
class Oracle {
  readonly reserved = [0, 0];
  readonly settled = [0, 0];
  readonly open: { id: string; nano: number; windows: number[] }[] = [];

  fitting(flush: readonly { nano: number; windows: number[] }[]): number[] {
    const asked = [0, 0];
    return flush.flatMap(({ nano, windows }, place) => {
      for (const window of windows) asked[window]! += nano;
      const fits = windows.every(
        (window) =>
          asked[window]! <= LIMITS[window]! - this.reserved[window]! - this.settled[window]!,
      );
      return fits ? [place] : [];
    });
  }

  end({ nano, windows }: { nano: number; windows: number[] }, cost: number): void {
    for (const window of windows) {
      this.reserved[window]! -= nano;
      this.settled[window]! += cost;
    }
  }
}

it('holds what an oracle in memory says, after reservations, settlements and releases in any order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (steps) => {
      await ground.empty();
      const caps = new CapStore(ground.source);
      const ids: number[] = [];
      for (const [index, limitNano] of LIMITS.entries()) {
        const terms = {
          scope: 'task',
          subject: `t${index}`,
          span: 'day',
          timeZone: 'UTC',
        } as const;
        const cap = await caps.put({ ...terms, hard: true, limitNano }, null);
        ids.push(...(await caps.openWindows([{ capId: cap!.id, ...DAY }])));
      }
      const oracle = new Oracle();
      for (const each of steps) await play(each, oracle, ids);
      const balances = await caps.balances(NOON);
      for (const [index, id] of ids.entries()) {
        expect(balances.find((balance) => balance.id === id)).toMatchObject({
          reservedNano: oracle.reserved[index],
          settledNano: oracle.settled[index],
        });
      }
      expect((await new LedgerStore(ground.source).check()).examples).toEqual([]);
    }),
    { numRuns: 25 },
  );
});

async function play(each: Step, oracle: Oracle, ids: readonly number[]): Promise<void> {
  if (each.kind === 'admit') return admit(each.flush, oracle, ids);
  const [query] = oracle.open.splice(each.pick % Math.max(1, oracle.open.length), 1);
  if (query === undefined) return;
  if (each.kind === 'write-off') {
    await ground.database.query(
      `UPDATE purser.queries SET deadline_at = now() - interval '1 minute' WHERE id = $1`,
      [query.id],
    );
    const sweep = new SweepStore(ground.source);
    await sweep.failOverdue(new Date(), 10);
    await sweep.writeOff(new Date(), 10);
    oracle.end(query, query.nano);
    return;
  }
  const cost = each.kind === 'release' ? 0 : Math.floor(query.nano * each.part);
  const calls = each.kind === 'release' ? [] : [call('small', { costNano: cost })];
  const ended = {
    ...outcome(query.id, calls),
    ...(calls.length === 0 && { status: 'failed' as const }),
  };
  const store = new LearningStore(ground.source);
  await Promise.all([store.learn([ended]), store.learn([ended])]);
  oracle.end(query, cost);
}

async function admit(
  flush: readonly { nano: number; windows: number[] }[],
  oracle: Oracle,
  ids: readonly number[],
): Promise<void> {
  const queries = flush.map(({ nano, windows }) =>
    // Above 0, as one that reserves nothing is written off at what it was expected to cost.
    admission({ reservedNano: nano + 1, windowIds: windows.map((window) => ids[window]!) }),
  );
  const asked = flush.map(({ nano, windows }) => ({ nano: nano + 1, windows }));
  const fitting = oracle.fitting(asked);
  const { admitted } = await new AdmissionStore(ground.source).admit(queries);
  expect(admitted).toEqual(new Set(fitting.map((place) => queries[place]!.id)));
  for (const place of fitting) {
    const { nano, windows } = asked[place]!;
    for (const window of windows) oracle.reserved[window]! += nano;
    oracle.open.push({ id: queries[place]!.id, nano, windows });
  }
}
