import { v7 as timeOrderedId } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LearningStore, RatingStore, RoundSearch, RoundSums, SweepStore } from '#storage';
import { expectBooksToBalance } from '../ground/books.js';
import { admission, call, outcome, rating } from '../ground/rows.js';
import { storageGround, type StorageGround } from '../ground/storage.js';

let ground: StorageGround;
let sums: RoundSums;

beforeAll(async () => {
  ground = await storageGround();
  sums = new RoundSums(ground.source);
});
beforeEach(() => ground.empty());
afterAll(() => ground.close());

const HOUR_MS = 3_600_000;

/** As of a time, under the id that a query of then has. */
function admittedAt(ms: number, rewardModel = 'any-win', combination = ['small', 'large']) {
  return ground.admitted({
    id: timeOrderedId({ msecs: ms }),
    createdAt: new Date(ms),
    round: { ...admission().round, combination, explanation: { rewardModel } },
  });
}

function series(step: number): Promise<Record<string, string>[]> {
  return ground.source.query(
    `SELECT queries, answered, failed, rewarded, reward_sum_micro AS reward, cost_nano AS cost, at
     FROM purser.task_series WHERE step = $1 ORDER BY at`,
    [step],
  );
}

describe('the sums of rounds', () => {
  it('know a query at once, and what it came to when it is learnt', async () => {
    const id = await admittedAt(Date.now());
    expect(await sums.pass(100)).toEqual({ isMine: true, rounds: 1, hasMore: false });
    expect(await series(0)).toMatchObject([{ queries: '1', answered: '0', rewarded: '0' }]);
    expect(await sums.pass(100)).toMatchObject({ rounds: 0 });
    const calls = [call('small', { scoreMicro: 0 }), call('large', { scoreMicro: 800_000 })];
    await new LearningStore(ground.source).learn([outcome(id, calls)]);
    await sums.pass(100);
    for (const step of [0, 1, 60, 3600]) {
      expect(await series(step)).toMatchObject([
        { queries: '1', answered: '1', rewarded: '1', reward: '800000', cost: '1400' },
      ]);
    }
    const models = await ground.source.query(
      `SELECT model, chosen, calls, rewarded, reward_sum_micro AS reward FROM purser.model_series
       WHERE step = 60 ORDER BY model`,
    );
    expect(models).toEqual([
      { model: 'large', chosen: '1', calls: '1', rewarded: '1', reward: '800000' },
      { model: 'small', chosen: '1', calls: '1', rewarded: '1', reward: '0' },
    ]);
  });

  it('take a late rating for what it changes, in the buckets of its round that are kept', async () => {
    const then = Date.now() - 5 * HOUR_MS;
    const id = await admittedAt(then);
    await new LearningStore(ground.source).learn([
      outcome(id, [call('small', { scoreMicro: 1_000_000 })]),
    ]);
    await sums.pass(100);
    await new RatingStore(ground.source).rate([rating(id, 250_000)]);
    await sums.pass(100);
    expect(await series(1)).toEqual([]);
    const [minute] = await series(60);
    expect(minute).toMatchObject({ rewarded: '1', reward: '250000' });
    expect(new Date(minute!.at!).getTime()).toBe(Math.floor(then / 60_000) * 60_000);
    await expectBooksToBalance(ground.database);
  });

  it('earn what the reward model says, and nothing where a reward is missing', async () => {
    const [sum, all, open] = [
      await admittedAt(Date.now(), 'sum-up'),
      await admittedAt(Date.now(), 'all-in'),
      await admittedAt(Date.now(), 'all-in'),
    ];
    const [half, most] = [
      call('small', { scoreMicro: 500_000 }),
      call('large', { scoreMicro: 900_000 }),
    ];
    await new LearningStore(ground.source).learn([
      outcome(sum, [half, most]),
      outcome(all, [half, most]),
      outcome(open, [half, call('large')]),
    ]);
    await sums.pass(100);
    const rewards = await ground.source.query<{ reward_micro: string | null }[]>(
      'SELECT reward_micro FROM purser.round_figures ORDER BY id',
    );
    expect(rewards.map((row) => row.reward_micro)).toEqual(['1400000', '450000', null]);
  });

  it('count each change once, whatever passes run side by side or give up halfway', async () => {
    const ids = await Promise.all(
      Array.from({ length: 40 }, (_, at) => admittedAt(Date.now() - at * 700)),
    );
    const passes = () => Promise.all([1, 2, 3].map(() => new RoundSums(ground.source).pass(7)));
    await passes();
    const learning = new LearningStore(ground.source);
    for (const id of ids) {
      const answered = outcome(id, [call('small', { scoreMicro: 600_000 })]);
      await Promise.all([learning.learn([answered]), passes()]);
    }
    const runner = ground.source.createQueryRunner();
    await runner.startTransaction();
    await runner.query('DELETE FROM purser.round_changes');
    await runner.rollbackTransaction();
    await runner.release();
    await new RatingStore(ground.source).rate(ids.map((id) => rating(id, 100_000)));
    await expectBooksToBalance(ground.database);
    expect(await series(0)).toMatchObject([
      { queries: '40', answered: '40', rewarded: '40', reward: '4000000', cost: '28000' },
    ]);
  });

  it('see a query fail that nobody answered, and what was written off', async () => {
    await admittedAt(Date.now() - 2 * HOUR_MS);
    const store = new SweepStore(ground.source);
    await store.failOverdue(new Date(Date.now() + HOUR_MS), 10);
    await store.writeOff(new Date(Date.now() + HOUR_MS), 10);
    await sums.pass(100);
    expect(await series(0)).toMatchObject([{ queries: '1', failed: '1', cost: '20000' }]);
  });

  it('tell forty combinations of a bucket apart and count the others together', async () => {
    const now = Date.now();
    for (let at = 0; at < 45; at++) await admittedAt(now, 'any-win', [`m${at}`, 'a']);
    await sums.pass(20);
    await sums.pass(100);
    const rows = await ground.source.query<{ models: string[]; rounds: string }[]>(
      'SELECT models, rounds FROM purser.combination_series WHERE step = 3600 ORDER BY models',
    );
    expect(rows).toHaveLength(41);
    expect(rows[0]).toEqual({ models: [], rounds: '5' });
    expect(rows[1]!.models).toEqual(['a', 'm0']);
  });

  it('begin with the rounds that there were before, newest first', async () => {
    for (let day = 1; day <= 5; day++) await admittedAt(Date.now() - day * 24 * HOUR_MS);
    await ground.source.query(
      "INSERT INTO purser.rounds_to_sum VALUES ('ffffffff-ffff-ffff-ffff-ffffffffffff')",
    );
    expect(await sums.pass(2)).toMatchObject({ rounds: 2, hasMore: true });
    expect(await sums.pass(100)).toMatchObject({ rounds: 3 });
    await sums.pass(100);
    expect(await ground.source.query('SELECT * FROM purser.rounds_to_sum')).toEqual([]);
    expect(await series(0)).toMatchObject([{ queries: '5' }]);
    await sums.retire(new Date(Date.now() + 20 * 24 * HOUR_MS));
    expect(await series(60)).toEqual([]);
    expect(await series(3600)).toHaveLength(5);
  });
});

describe('rounds', () => {
  it('are found by each filter and by all together, page by page', async () => {
    const now = Date.now();
    const ids: string[] = [];
    for (let at = 0; at < 12; at++) {
      const models = at % 3 === 0 ? ['small'] : ['small', 'large'];
      ids.push(await admittedAt(now - (12 - at) * 4_000, 'any-win', models));
    }
    const learning = new LearningStore(ground.source);
    for (const [at, id] of ids.entries()) {
      const costNano = at * 1_000;
      if (at < 10)
        await learning.learn([
          outcome(id, [call('small', { scoreMicro: at * 100_000, costNano })]),
        ]);
    }
    await new RoundSums(ground.source).pass(100);
    const search = new RoundSearch(ground.source);
    const places = async (filter: object, limit = 50, before: string | null = null) => {
      const page = await search.find({ tasks: ['qa'], ...filter }, limit, before);
      return { at: page.rounds.map(({ id }) => ids.indexOf(id)), before: page.before };
    };
    expect((await places({})).at).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0]);
    expect((await places({ status: 'pending' })).at).toEqual([11, 10]);
    expect((await places({ model: 'large', mostCostNano: 7_000 })).at).toEqual([7, 5, 4, 2, 1]);
    expect((await places({ leastRewardMicro: 200_000, mostRewardMicro: 400_000 })).at).toEqual([
      4, 3, 2,
    ]);
    expect((await places({ model: 'unknown' })).at).toEqual([]);
    expect((await places({ tasks: ['sum', 'qa'], leastCostNano: 8_000 })).at).toEqual([9, 8]);
    const [from, to] = [9, 6].map((fours) => new Date(now - fours * 4_000));
    expect((await places({ from, to })).at).toEqual([5, 4, 3]);
    const [wanted] = ids;
    expect((await places({ ids: { least: wanted, most: wanted } })).at).toEqual([0]);
    const first = await places({ leastCostNano: 1_000 }, 5);
    expect(first.at).toEqual([9, 8, 7, 6, 5]);
    const second = await places({ leastCostNano: 1_000 }, 5, first.before);
    expect(second).toEqual({ at: [4, 3, 2, 1], before: null });
    const [found] = (await search.find({ tasks: ['qa'], status: 'pending' }, 1)).rounds;
    expect(found).toMatchObject({ preview: 'What is 6 × 7?', rewardMicro: null, rated: false });
  });
});
