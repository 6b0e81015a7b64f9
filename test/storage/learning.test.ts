import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AdmissionStore, LearningStore, QueryReader, StatisticsStore, SweepStore } from '#storage';
import { expectBooksToBalance } from '../ground/books.js';
import { admission, call, outcome } from '../ground/rows.js';
import { storageGround, type StorageGround } from '../ground/storage.js';

let ground: StorageGround;

beforeAll(async () => {
  ground = await storageGround();
});
beforeEach(() => ground.empty());
afterAll(() => ground.close());

describe('admission', () => {
  it('writes queries and rounds together and books their expected cost', async () => {
    const queries = [admission(), admission(), admission({ task: 'sum' })];
    const result = await new AdmissionStore(ground.source).admit(queries);
    expect(result.admitted).toEqual(new Set(queries.map((query) => query.id)));
    expect(
      result.pacing.map(({ task, pacing }) => [task, pacing.rounds, pacing.expectedNano]),
    ).toEqual(
      expect.arrayContaining([
        ['qa', 2, 2_000],
        ['sum', 1, 1_000],
      ]),
    );
    const round = await new QueryReader(ground.source).findRound(queries[0]!.id);
    expect(round).toMatchObject({ combination: ['small', 'large'], propensity: 0.25, seed: 7 });
    await expectBooksToBalance(ground.database);
  });

  it('admits a key once, though a hundred copies arrive together in many flushes', async () => {
    const store = new AdmissionStore(ground.source);
    const idempotency = { key: 'once', bodyHash: 'h' };
    const flushes = Array.from({ length: 10 }, () =>
      Array.from({ length: 10 }, () => admission({ idempotency })),
    );
    const results = await Promise.all(flushes.map((flush) => store.admit(flush)));
    const ids = results.flatMap((result) => [...result.admitted]);
    expect(ids).toHaveLength(1);
    for (const result of results.filter(({ admitted: { size } }) => size === 0)) {
      expect(result.earlier.get('once')).toEqual({ queryId: ids[0], bodyHash: 'h' });
    }
    await expectBooksToBalance(ground.database);
  });
});

describe('learning', () => {
  it('counts an outcome once, though its job runs ten times at once', async () => {
    const id = await ground.admitted();
    const store = new LearningStore(ground.source);
    const observed = outcome(id, [
      call('small', { scoreMicro: 0 }),
      call('large', { scoreMicro: 1_000_000, costNano: 9_000 }),
    ]);
    const counted = await Promise.all(
      Array.from({ length: 10 }, () => store.learn([observed, observed])),
    );
    expect(counted.flat()).toEqual([id]);
    expect(await ground.arm('qa', 'large')).toMatchObject({
      rewards: 1,
      costs: 1,
      costSumNano: 9_000,
    });
    const [statistics] = await new StatisticsStore(ground.source).read(['qa']);
    expect(statistics!.pacing).toEqual({
      rounds: 1,
      expectedNano: 1_000,
      settledExpectedNano: 1_000,
      settledNano: 9_700,
    });
    await expectBooksToBalance(ground.database);
  });

  it('pays and learns from an outcome after the deadline, but leaves the query failed', async () => {
    const id = await ground.admitted({ deadlineAt: new Date(Date.now() - 1_000) });
    expect(await new SweepStore(ground.source).failOverdue(new Date(), 10)).toEqual([id]);
    await new LearningStore(ground.source).learn([
      outcome(id, [call('small', { scoreMicro: 1_000_000 })]),
    ]);
    const found = await new QueryReader(ground.source).find([id]);
    expect(found.get(id)!.query).toMatchObject({
      status: 'failed',
      errorCode: 'deadline_exceeded',
      costNano: 700,
      servedModel: null,
    });
    expect(await ground.arm('qa', 'small')).toMatchObject({ rewards: 1, costs: 1 });
    await expectBooksToBalance(ground.database);
  });

  it('keeps apart what a model did given which others had failed before', async () => {
    const ids = [await ground.admitted(), await ground.admitted()];
    const calls = (first: string) => [
      call(first, { scoreMicro: 0 }),
      call('dear', { scoreMicro: 1_000_000 }),
    ];
    await new LearningStore(ground.source).learn([
      outcome(ids[0]!, calls('small')),
      outcome(ids[1]!, calls('large')),
    ]);
    const rows = await ground.database.query(
      "SELECT given, rewards::integer FROM purser.arm_statistics WHERE model = 'dear' ORDER BY given",
    );
    expect(rows).toEqual([
      { given: ['large'], rewards: 1 },
      { given: ['small'], rewards: 1 },
    ]);
    expect(await ground.arm('qa', 'dear')).toMatchObject({ rewards: 2, rewardSumMicro: 2_000_000 });
    await expectBooksToBalance(ground.database);
  });

  it('ignores outcomes of queries that it does not know', async () => {
    const observed = outcome(randomUUID(), [call('small', { scoreMicro: 0 })]);
    expect(await new LearningStore(ground.source).learn([observed])).toEqual([]);
    expect(await ground.arm('qa', 'small')).toBeUndefined();
  });

  it('does not learn a cost or a reward from a call that failed', async () => {
    const id = await ground.admitted();
    const error = { code: 'http_500', message: 'the provider answered 500' };
    await new LearningStore(ground.source).learn([
      outcome(id, [
        call('small', { status: 'failed', answer: null, costNano: null, error }),
        call('large', { scoreMicro: 500_000 }),
      ]),
    ]);
    expect(await ground.arm('qa', 'small')).toBeUndefined();
    expect(await ground.arm('qa', 'large')).toMatchObject({ rewards: 1, rewardSumMicro: 500_000 });
    await expectBooksToBalance(ground.database);
  });
});
