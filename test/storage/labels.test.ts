import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LabelStore, LearningStore } from '#storage';
import { admission, call, outcome } from '../ground/rows.js';
import { storageGround, type StorageGround } from '../ground/storage.js';

let ground: StorageGround;
let store: LabelStore;

beforeAll(async () => {
  ground = await storageGround();
  store = new LabelStore(ground.source);
});
beforeEach(() => ground.empty());
afterAll(() => ground.close());

const BOUNDS = { names: 2, values: 2 };

describe('labels', () => {
  it('are known as far as the bounds let them, and those that came first stay', async () => {
    await store.learn('few', { customer: 'ann', feature: 'chat' }, BOUNDS);
    await store.learn('few', { customer: 'bob', country: 'pe' }, BOUNDS);
    const known = await store.learn('few', { customer: 'cid' }, BOUNDS);
    expect(known).toEqual(
      new Map([
        ['customer', new Set(['ann', 'bob'])],
        ['feature', new Set(['chat'])],
      ]),
    );
    expect(await store.learn('other', {}, BOUNDS)).toEqual(new Map());
  });

  it('stay within the bounds though many replicas learn at once', async () => {
    await Promise.all(
      Array.from({ length: 20 }, (_, each) =>
        store.learn('busy', { [`name${each % 5}`]: String(each) }, BOUNDS),
      ),
    );
    const known = await store.learn('busy', {}, BOUNDS);
    expect([...known.values()].map(({ size }) => size)).toEqual([2, 2]);
  });
});

describe('spend by label', () => {
  const FROM = new Date(Date.now() - 60_000);
  const TO = new Date(Date.now() + 60_000);
  const explained = (rewardModel: string) => ({
    ...admission().round,
    explanation: { rewardModel },
  });
  const asked = (rewardModel: string, customer: string): Promise<string> =>
    ground.admitted({ labels: { customer }, reservedNano: 5_000, round: explained(rewardModel) });
  const learn = (id: string, scores: (number | null)[]): Promise<unknown> =>
    new LearningStore(ground.source).learn([
      outcome(
        id,
        scores.map((scoreMicro, each) => call(`model ${each}`, { scoreMicro })),
      ),
    ]);

  it('sums costs and means rewards as the reward model has them, by value', async () => {
    await learn(await asked('sum-up', 'ann'), [500_000, 750_000]);
    await learn(await asked('sum-up', 'ann'), [500_000, null]);
    await learn(await asked('all-in', 'bob'), [500_000, 500_000]);
    await learn(await asked('all-in', 'cid'), [500_000, 0]);
    await learn(await asked('any-win', 'dan'), [0, 1_000_000]);
    await asked('sum-up', 'eve');
    const spend = await store.spend('qa', 'customer', FROM, TO);
    const shown = spend.map((row) => [row.value, row.queries, row.settledNano, row.reservedNano]);
    expect(shown).toEqual([
      ['ann', 2, 2_800, 0],
      ['bob', 1, 1_400, 0],
      ['cid', 1, 1_400, 0],
      ['dan', 1, 1_400, 0],
      ['eve', 1, 0, 5_000],
    ]);
    const rewards = spend.map(({ rewarded, meanReward }) => [rewarded, meanReward]);
    expect(rewards).toEqual([
      [1, 1.25],
      [1, expect.closeTo(0.25, 12)],
      [1, 0],
      [1, 1],
      [0, null],
    ]);
  });

  it('is of the queries of its time and task that have the label', async () => {
    await learn(await asked('sum-up', 'ann'), [1_000_000]);
    await ground.admitted({ labels: { feature: 'chat' } });
    await ground.admitted({ labels: null });
    expect(await store.spend('qa', 'customer', FROM, TO)).toHaveLength(1);
    expect(await store.spend('qa', 'customer', new Date(0), FROM)).toEqual([]);
    expect(await store.spend('sum', 'customer', FROM, TO)).toEqual([]);
  });
});
