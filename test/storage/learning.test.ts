import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { recollect } from '#bandit';
import {
  AdmissionStore,
  LearningStore,
  QueryReader,
  RatingStore,
  StatisticsStore,
  SweepStore,
  type ObservedOutcome,
} from '#storage';
import { expectBooksToBalance } from '../ground/books.js';
import { admission, call, outcome, rating } from '../ground/rows.js';
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
      result.booked.map(({ task, rounds, expectedNano }) => [task, rounds, expectedNano]),
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
      expect([...result.earlier.values()]).toEqual(
        Array.from({ length: 10 }, () => ({ queryId: ids[0], bodyHash: 'h' })),
      );
    }
    await expectBooksToBalance(ground.database);
  });

  it('takes the same key of two senders for two keys, and tells neither of the other', async () => {
    const store = new AdmissionStore(ground.source);
    const idempotency = { key: 'mine', bodyHash: 'h' };
    const from = (keyId: string | null) => admission({ idempotency, keyId });
    const first = [from('a'), from('b'), from(null)];
    expect((await store.admit(first)).admitted.size).toBe(3);
    const again = [from('b'), from('a'), from(null), from('c')];
    const { admitted, earlier } = await store.admit(again);
    expect(admitted).toEqual(new Set([again[3]!.id]));
    expect(again.map(({ id }) => earlier.get(id)?.queryId)).toEqual([
      first[1]!.id,
      first[0]!.id,
      first[2]!.id,
      undefined,
    ]);
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
    expect(statistics!.booked).toMatchObject({ rounds: 1, expectedNano: 1_000 });
    expect(statistics!.settled).toMatchObject({ expectedNano: 1_000, nano: 9_700 });
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

describe('what outcomes count as', () => {
  const learn = (id: string, over: Partial<ObservedOutcome>, score = 700_000) =>
    new LearningStore(ground.source).learn([
      { ...outcome(id, [call('small', { scoreMicro: score })]), ...over },
    ]);

  it('is a success or a failure where the task says from which score on', async () => {
    const store = new RatingStore(ground.source);
    const id = await ground.admitted();
    await learn(id, { successAtMicro: 600_000 });
    expect(await ground.arm('qa', 'small')).toMatchObject({
      rewards: 1,
      rewardSumMicro: 1_000_000,
    });
    await store.rate([rating(id, 800_000)]);
    expect(await ground.arm('qa', 'small')).toMatchObject({
      rewards: 1,
      rewardSumMicro: 1_000_000,
    });
    await store.rate([rating(id, 500_000)]);
    expect(await ground.arm('qa', 'small')).toMatchObject({ rewards: 1, rewardSumMicro: 0 });
    await expectBooksToBalance(ground.database);
  });

  it('is summed apart by the epoch of the round, whenever it is observed', async () => {
    const round = { ...admission().round, combination: ['small'] };
    const late = await ground.admitted({ round: { ...round, round: 31 } });
    const early = await ground.admitted({ round: { ...round, round: 3 } });
    await learn(late, { epochRounds: 10 });
    await learn(early, { epochRounds: 10 });
    const [known] = await new StatisticsStore(ground.source).read(['qa']);
    expect(known!.rows.map(({ epoch }) => epoch)).toEqual([5, 35]);
    const reading = { round: 101, forgetting: { windowRounds: 100 }, priceOf: () => undefined };
    expect(recollect(known!.rows, reading).statistics.get('small')!.rewards).toBe(1);
    await expectBooksToBalance(ground.database);
  });

  it('is summed apart by the price, with the tokens, so that costs follow a change', async () => {
    const ids = [await ground.admitted(), await ground.admitted()];
    const price = { inputNano: 50, outputNano: 100.5, requestNano: 0 };
    const dearer = { inputNano: 100, outputNano: 201, requestNano: 0 };
    await learn(ids[0]!, { calls: [call('small', { price })] });
    await learn(ids[1]!, { calls: [call('small', { price: dearer, costNano: 1_400 })] });
    const [known] = await new StatisticsStore(ground.source).read(['qa']);
    expect(known!.rows.map((row) => row.price)).toEqual(expect.arrayContaining([price, dearer]));
    const reading = { round: 3, forgetting: {}, priceOf: () => dearer };
    const { statistics, tokens } = recollect(known!.rows, reading);
    expect(statistics.get('small')).toMatchObject({ costs: 2, costSumNano: 2_800 });
    expect(tokens.get('small')).toEqual({ calls: 2, inputTokens: 20, outputTokens: 4 });
    await expectBooksToBalance(ground.database);
  });
});
