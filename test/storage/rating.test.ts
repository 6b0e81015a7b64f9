import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LearningStore, QueryReader, RatingStore, RewardWaitStore, SweepStore } from '#storage';
import { expectBooksToBalance } from '../ground/books.js';
import { call, outcome, rating } from '../ground/rows.js';
import { storageGround, type StorageGround } from '../ground/storage.js';

let ground: StorageGround;

beforeAll(async () => {
  ground = await storageGround();
});
beforeEach(() => ground.empty());
afterAll(() => ground.close());

describe('rating', () => {
  it('counts a rating once, though a hundred copies arrive together', async () => {
    const id = await ground.admitted();
    await new LearningStore(ground.source).learn([outcome(id, [call('small')])]);
    const store = new RatingStore(ground.source);
    const results = await Promise.all(
      Array.from({ length: 100 }, () => store.rate([rating(id, 750_000)])),
    );
    const statuses = results.flat().map((result) => result.outcome === 'rated' && result.status);
    expect(statuses.filter((status) => status === 'applied')).toHaveLength(1);
    expect(statuses.filter((status) => status === 'duplicate')).toHaveLength(99);
    expect(await ground.arm('qa', 'small')).toMatchObject({ rewards: 1, rewardSumMicro: 750_000 });
    await expectBooksToBalance(ground.database);
  });

  it('knows a rating by its id, though another has replaced it since', async () => {
    const id = await ground.admitted();
    await new LearningStore(ground.source).learn([outcome(id, [call('small')])]);
    const store = new RatingStore(ground.source);
    const receipt = { scope: 'api', id: 'first', final: false };
    const statuses = [];
    for (const each of [
      rating(id, 1_000_000, { receipt }),
      rating(id, 0),
      rating(id, 1_000_000, { receipt }),
      rating(id, 250_000, { receipt }),
    ]) {
      const [result] = await store.rate([each]);
      statuses.push(result?.outcome === 'rated' && result.status);
    }
    expect(statuses).toEqual(['applied', 'replaced', 'duplicate', 'replaced']);
    expect(await ground.arm('qa', 'small')).toMatchObject({ rewards: 1, rewardSumMicro: 250_000 });
  });

  it('gives an id to one query only, though two ask for it at once', async () => {
    const store = new RatingStore(ground.source);
    for (let trial = 0; trial < 20; trial++) {
      const receipt = { scope: 'api', id: `shared ${trial}`, final: false };
      const ids = [await ground.admitted(), await ground.admitted()];
      const results = await Promise.all(
        ids.map(async (id) => (await store.rate([rating(id, 1, { receipt })]))[0]!.outcome),
      );
      expect(results.sort()).toEqual(['id-reused', 'rated']);
    }
  });

  it('applies a rating that comes before its answer', async () => {
    const id = await ground.admitted();
    const [early] = await new RatingStore(ground.source).rate([rating(id, 250_000)]);
    expect(early).toMatchObject({ outcome: 'rated', status: 'applied' });
    await new LearningStore(ground.source).learn([
      outcome(id, [call('small', { scoreMicro: 0 }), call('large', { scoreMicro: 1_000_000 })]),
    ]);
    expect(await ground.arm('qa', 'small')).toMatchObject({ rewards: 1, rewardSumMicro: 0 });
    expect(await ground.arm('qa', 'large')).toMatchObject({ rewards: 1, rewardSumMicro: 250_000 });
    await expectBooksToBalance(ground.database);
  });

  it('loses no rating that races with its answer', async () => {
    for (let trial = 0; trial < 30; trial++) {
      const id = await ground.admitted();
      await Promise.all([
        new LearningStore(ground.source).learn([outcome(id, [call('small', { scoreMicro: 0 })])]),
        new RatingStore(ground.source).rate([rating(id, 1_000_000)]),
      ]);
    }
    expect(await ground.arm('qa', 'small')).toMatchObject({
      rewards: 30,
      rewardSumMicro: 30_000_000,
    });
    await expectBooksToBalance(ground.database);
  });

  it('replaces what the same source said, averages what others say, and outranks the evaluator', async () => {
    const id = await ground.admitted();
    await new LearningStore(ground.source).learn([outcome(id, [call('small', { scoreMicro: 0 })])]);
    const store = new RatingStore(ground.source);
    await store.rate([rating(id, 1_000_000)]);
    const [replaced] = await store.rate([rating(id, 800_000)]);
    expect(replaced).toMatchObject({ status: 'replaced' });
    await store.rate([rating(id, 400_000, { source: 'editor' })]);
    expect(await ground.arm('qa', 'small')).toMatchObject({ rewards: 1, rewardSumMicro: 600_000 });
    await expectBooksToBalance(ground.database);
  });

  it('credits all models of a round whose answers are all served, or the one it names', async () => {
    const id = await ground.admitted({ task: 'sum', ratingCredit: 'all' });
    await new LearningStore(ground.source).learn([outcome(id, [call('small'), call('large')])]);
    const store = new RatingStore(ground.source);
    await store.rate([rating(id, 500_000)]);
    await store.rate([rating(id, 1_000_000, { model: 'large', source: 'editor' })]);
    expect(await ground.arm('sum', 'small')).toMatchObject({ rewardSumMicro: 500_000 });
    expect(await ground.arm('sum', 'large')).toMatchObject({ rewardSumMicro: 750_000 });
    await expectBooksToBalance(ground.database);
  });

  it('refuses what cannot be rated and writes nothing', async () => {
    const id = await ground.admitted();
    const store = new RatingStore(ground.source);
    expect(await store.rate([rating(randomUUID(), 1), rating(id, 1, { model: 'other' })])).toEqual([
      { outcome: 'unknown-query' },
      { outcome: 'not-asked', asked: ['small', 'large'] },
    ]);
    expect(await ground.database.query('SELECT * FROM purser.ratings')).toEqual([]);
  });
});

describe('the end of the wait', () => {
  it('gives the default once, and a later rating corrects it', async () => {
    const id = await ground.admitted();
    await new LearningStore(ground.source).learn([outcome(id, [call('small')])]);
    const store = new RewardWaitStore(ground.source);
    const later = new Date(Date.now() + 1_000);
    expect(await store.applyDefault('qa', 600_000, new Date(0), 10)).toBe(0);
    expect(await store.applyDefault('qa', 600_000, later, 10)).toBe(1);
    expect(await store.applyDefault('qa', 600_000, later, 10)).toBe(0);
    expect(await ground.arm('qa', 'small')).toMatchObject({ rewards: 1, rewardSumMicro: 600_000 });
    const [late] = await new RatingStore(ground.source).rate([rating(id, 0)]);
    expect(late).toMatchObject({ status: 'late' });
    expect(await ground.arm('qa', 'small')).toMatchObject({ rewards: 1, rewardSumMicro: 0 });
    await expectBooksToBalance(ground.database);
  });
});

describe('the sweeper', () => {
  it('moves what is pending of a lost pack to a new one, for one sweeper alone', async () => {
    const pack = randomUUID();
    const id = await ground.admitted({ pack });
    const store = new SweepStore(ground.source);
    expect(await store.packsPendingSince(new Date(Date.now() + 1_000), 10)).toEqual([pack]);
    const moved = await Promise.all(
      Array.from({ length: 5 }, () => store.repack(pack, randomUUID(), new Date())),
    );
    expect(moved.flat()).toMatchObject([{ id, task: 'qa', combination: ['small', 'large'] }]);
  });

  it('settles what no outcome ever came of at all that was reserved', async () => {
    const id = await ground.admitted({ deadlineAt: new Date(Date.now() - 1_000) });
    const store = new SweepStore(ground.source);
    await store.failOverdue(new Date(), 10);
    expect(await store.writeOff(new Date(), 10)).toBe(1);
    expect(await store.writeOff(new Date(), 10)).toBe(0);
    const found = await new QueryReader(ground.source).find([id]);
    expect(found.get(id)!.query.costNano).toBe(20_000);
    await expectBooksToBalance(ground.database);
  });
});
