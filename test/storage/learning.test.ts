import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
  AdmissionStore,
  LearningStore,
  QueryReader,
  RatingStore,
  RewardWaitStore,
  StatisticsStore,
  SweepStore,
  migrateUp,
  purserDatabase,
  type Admission,
  type ObservedCall,
  type ObservedOutcome,
  type Rating,
} from '#storage';
import { expectBooksToBalance } from '../ground/books.js';
import { freshDatabase, type TestDatabase } from '../ground/database.js';

let database: TestDatabase;
let source: ReturnType<typeof purserDatabase>;

beforeAll(async () => {
  database = await freshDatabase();
  await migrateUp(database.url);
  source = await purserDatabase(database.url).initialize();
});

afterAll(async () => {
  await source.destroy();
  await database.drop();
});

beforeEach(async () => {
  await source.query('TRUNCATE purser.queries, purser.idempotency_keys CASCADE');
  await source.query('TRUNCATE purser.arm_statistics, purser.pacing');
  await new StatisticsStore(source).openBooks(['qa', 'sum']);
});

function admission(over: Partial<Admission> = {}): Admission {
  return {
    id: randomUUID(),
    task: 'qa',
    messages: [{ role: 'user', content: 'What is 6 × 7?' }],
    reference: '42',
    metadata: {},
    ratingCredit: 'served',
    pack: randomUUID(),
    createdAt: new Date(),
    deadlineAt: new Date(Date.now() + 60_000),
    idempotency: null,
    round: {
      policy: 'c2mab-v',
      round: 1,
      seed: 7,
      combination: ['small', 'large'],
      propensity: 0.25,
      expectedCostNano: 1_000,
      explanation: {},
    },
    ...over,
  };
}

function call(model: string, over: Partial<ObservedCall> = {}): ObservedCall {
  return {
    model,
    status: 'succeeded',
    answer: '42',
    scoreMicro: null,
    costNano: 700,
    inputTokens: 10,
    outputTokens: 2,
    startedAt: new Date(),
    latencyMs: 12.5,
    attempts: 1,
    error: null,
    ...over,
  };
}

function outcome(queryId: string, calls: ObservedCall[]): ObservedOutcome {
  return {
    queryId,
    status: 'answered',
    servedModel: calls.at(-1)?.model ?? null,
    calls,
    error: null,
    finishedAt: new Date(),
  };
}

function rating(queryId: string, scoreMicro: number, over: Partial<Rating> = {}): Rating {
  return {
    feedbackId: randomUUID(),
    queryId,
    model: null,
    source: 'user',
    scoreMicro,
    comment: null,
    ...over,
  };
}

async function admitted(over: Partial<Admission> = {}): Promise<string> {
  const query = admission(over);
  await new AdmissionStore(source).admit([query]);
  return query.id;
}

async function arm(task: string, model: string) {
  const [statistics] = await new StatisticsStore(source).read([task]);
  return statistics!.arms.get(model);
}

describe('admission', () => {
  it('writes queries and rounds together and books their expected cost', async () => {
    const queries = [admission(), admission(), admission({ task: 'sum' })];
    const result = await new AdmissionStore(source).admit(queries);
    expect(result.admitted).toEqual(new Set(queries.map((query) => query.id)));
    expect(
      result.pacing.map(({ task, pacing }) => [task, pacing.rounds, pacing.expectedNano]),
    ).toEqual(
      expect.arrayContaining([
        ['qa', 2, 2_000],
        ['sum', 1, 1_000],
      ]),
    );
    const round = await new QueryReader(source).findRound(queries[0]!.id);
    expect(round).toMatchObject({ combination: ['small', 'large'], propensity: 0.25, seed: 7 });
    await expectBooksToBalance(database);
  });

  it('admits a key once, though a hundred copies arrive together in many flushes', async () => {
    const store = new AdmissionStore(source);
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
    await expectBooksToBalance(database);
  });
});

describe('learning', () => {
  it('counts an outcome once, though its job runs ten times at once', async () => {
    const id = await admitted();
    const store = new LearningStore(source);
    const observed = outcome(id, [
      call('small', { scoreMicro: 0 }),
      call('large', { scoreMicro: 1_000_000, costNano: 9_000 }),
    ]);
    const counted = await Promise.all(
      Array.from({ length: 10 }, () => store.learn([observed, observed])),
    );
    expect(counted.flat()).toEqual([id]);
    expect(await arm('qa', 'large')).toMatchObject({ rewards: 1, costs: 1, costSumNano: 9_000 });
    const [statistics] = await new StatisticsStore(source).read(['qa']);
    expect(statistics!.pacing).toEqual({
      rounds: 1,
      expectedNano: 1_000,
      settledExpectedNano: 1_000,
      settledNano: 9_700,
    });
    await expectBooksToBalance(database);
  });

  it('pays and learns from an outcome after the deadline, but leaves the query failed', async () => {
    const id = await admitted({ deadlineAt: new Date(Date.now() - 1_000) });
    expect(await new SweepStore(source).failOverdue(new Date(), 10)).toEqual([id]);
    await new LearningStore(source).learn([
      outcome(id, [call('small', { scoreMicro: 1_000_000 })]),
    ]);
    const found = await new QueryReader(source).find([id]);
    expect(found.get(id)!.query).toMatchObject({
      status: 'failed',
      errorCode: 'deadline_exceeded',
      costNano: 700,
      servedModel: null,
    });
    expect(await arm('qa', 'small')).toMatchObject({ rewards: 1, costs: 1 });
    await expectBooksToBalance(database);
  });

  it('ignores outcomes of queries that it does not know', async () => {
    const observed = outcome(randomUUID(), [call('small', { scoreMicro: 0 })]);
    expect(await new LearningStore(source).learn([observed])).toEqual([]);
    expect(await arm('qa', 'small')).toBeUndefined();
  });

  it('does not learn a cost or a reward from a call that failed', async () => {
    const id = await admitted();
    const error = { code: 'http_500', message: 'the provider answered 500' };
    await new LearningStore(source).learn([
      outcome(id, [
        call('small', { status: 'failed', answer: null, costNano: null, error }),
        call('large', { scoreMicro: 500_000 }),
      ]),
    ]);
    expect(await arm('qa', 'small')).toBeUndefined();
    expect(await arm('qa', 'large')).toMatchObject({ rewards: 1, rewardSumMicro: 500_000 });
    await expectBooksToBalance(database);
  });
});

describe('rating', () => {
  it('counts a rating once, though a hundred copies arrive together', async () => {
    const id = await admitted();
    await new LearningStore(source).learn([outcome(id, [call('small')])]);
    const store = new RatingStore(source);
    const results = await Promise.all(
      Array.from({ length: 100 }, () => store.rate([rating(id, 750_000)])),
    );
    const statuses = results.flat().map((result) => result.outcome === 'rated' && result.status);
    expect(statuses.filter((status) => status === 'applied')).toHaveLength(1);
    expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(99);
    expect(await arm('qa', 'small')).toMatchObject({ rewards: 1, rewardSumMicro: 750_000 });
    await expectBooksToBalance(database);
  });

  it('applies a rating that comes before its answer', async () => {
    const id = await admitted();
    const [early] = await new RatingStore(source).rate([rating(id, 250_000)]);
    expect(early).toMatchObject({ outcome: 'rated', status: 'applied' });
    await new LearningStore(source).learn([
      outcome(id, [call('small', { scoreMicro: 0 }), call('large', { scoreMicro: 1_000_000 })]),
    ]);
    expect(await arm('qa', 'small')).toMatchObject({ rewards: 1, rewardSumMicro: 0 });
    expect(await arm('qa', 'large')).toMatchObject({ rewards: 1, rewardSumMicro: 250_000 });
    await expectBooksToBalance(database);
  });

  it('loses no rating that races with its answer', async () => {
    for (let trial = 0; trial < 30; trial++) {
      const id = await admitted();
      await Promise.all([
        new LearningStore(source).learn([outcome(id, [call('small', { scoreMicro: 0 })])]),
        new RatingStore(source).rate([rating(id, 1_000_000)]),
      ]);
    }
    expect(await arm('qa', 'small')).toMatchObject({ rewards: 30, rewardSumMicro: 30_000_000 });
    await expectBooksToBalance(database);
  });

  it('replaces what the same source said, averages what others say, and outranks the evaluator', async () => {
    const id = await admitted();
    await new LearningStore(source).learn([outcome(id, [call('small', { scoreMicro: 0 })])]);
    const store = new RatingStore(source);
    await store.rate([rating(id, 1_000_000)]);
    const [replaced] = await store.rate([rating(id, 800_000)]);
    expect(replaced).toMatchObject({ status: 'replaced' });
    await store.rate([rating(id, 400_000, { source: 'editor' })]);
    expect(await arm('qa', 'small')).toMatchObject({ rewards: 1, rewardSumMicro: 600_000 });
    await expectBooksToBalance(database);
  });

  it('credits all models of a round whose answers are all served, or the one it names', async () => {
    const id = await admitted({ task: 'sum', ratingCredit: 'all' });
    await new LearningStore(source).learn([outcome(id, [call('small'), call('large')])]);
    const store = new RatingStore(source);
    await store.rate([rating(id, 500_000)]);
    await store.rate([rating(id, 1_000_000, { model: 'large', source: 'editor' })]);
    expect(await arm('sum', 'small')).toMatchObject({ rewardSumMicro: 500_000 });
    expect(await arm('sum', 'large')).toMatchObject({ rewardSumMicro: 750_000 });
    await expectBooksToBalance(database);
  });

  it('refuses what cannot be rated and writes nothing', async () => {
    const id = await admitted();
    const store = new RatingStore(source);
    expect(await store.rate([rating(randomUUID(), 1), rating(id, 1, { model: 'other' })])).toEqual([
      { outcome: 'unknown-query' },
      { outcome: 'not-asked', asked: ['small', 'large'] },
    ]);
    expect(await database.query('SELECT * FROM purser.ratings')).toEqual([]);
  });
});

describe('the end of the wait', () => {
  it('gives the default once, and a later rating corrects it', async () => {
    const id = await admitted();
    await new LearningStore(source).learn([outcome(id, [call('small')])]);
    const store = new RewardWaitStore(source);
    const later = new Date(Date.now() + 1_000);
    expect(await store.applyDefault('qa', 600_000, new Date(0), 10)).toBe(0);
    expect(await store.applyDefault('qa', 600_000, later, 10)).toBe(1);
    expect(await store.applyDefault('qa', 600_000, later, 10)).toBe(0);
    expect(await arm('qa', 'small')).toMatchObject({ rewards: 1, rewardSumMicro: 600_000 });
    const [late] = await new RatingStore(source).rate([rating(id, 0)]);
    expect(late).toMatchObject({ status: 'late' });
    expect(await arm('qa', 'small')).toMatchObject({ rewards: 1, rewardSumMicro: 0 });
    await expectBooksToBalance(database);
  });
});

describe('the sweeper', () => {
  it('moves what is pending of a lost pack to a new one, for one sweeper alone', async () => {
    const pack = randomUUID();
    const id = await admitted({ pack });
    const store = new SweepStore(source);
    expect(await store.packsPendingSince(new Date(Date.now() + 1_000), 10)).toEqual([pack]);
    const moved = await Promise.all(
      Array.from({ length: 5 }, () => store.repack([pack], randomUUID(), new Date())),
    );
    expect(moved.flat()).toMatchObject([{ id, task: 'qa', combination: ['small', 'large'] }]);
  });

  it('settles what no outcome ever came of at its expected cost', async () => {
    const id = await admitted({ deadlineAt: new Date(Date.now() - 1_000) });
    const store = new SweepStore(source);
    await store.failOverdue(new Date(), 10);
    expect(await store.writeOff(new Date(), 10)).toBe(1);
    expect(await store.writeOff(new Date(), 10)).toBe(0);
    const found = await new QueryReader(source).find([id]);
    expect(found.get(id)!.query.costNano).toBe(1_000);
    await expectBooksToBalance(database);
  });
});
