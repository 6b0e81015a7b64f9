import { v7 as timeOrderedId } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { EstimateStore, LearningStore, RatingStore } from '#storage';
import { call, outcome, rating } from '../ground/rows.js';
import { storageGround, type StorageGround } from '../ground/storage.js';

let ground: StorageGround;
let store: EstimateStore;
beforeAll(async () => {
  ground = await storageGround();
  store = new EstimateStore(ground.source);
});
beforeEach(async () => {
  await ground.empty();
  await ground.source.query('TRUNCATE purser.vote_estimates, purser.learning_generations');
});
afterAll(() => ground.close());

const made = (rewards: number) => ({
  terms: { clusters: 2 },
  votes: 3,
  rewards,
  content: { rewards },
});

it('keeps one version of two that replicas made at the same time, and the last few of all', async () => {
  expect(await store.latest('qa', null)).toBe('none');
  await Promise.all([1, 2, 3].map((rewards) => store.keep('qa', null, made(rewards))));
  const first = await store.latest('qa', null);
  if (typeof first === 'string') throw new Error(first);
  expect(first).toMatchObject({ generation: 0, version: 1, terms: { clusters: 2 }, votes: 3 });
  expect(await store.latest('qa', first)).toBe('known');
  for (let version = 1; version < 8; version += 1)
    await store.keep('qa', { generation: 0, version }, made(version));
  expect(await store.latest('qa', first)).toMatchObject({ version: 8, content: { rewards: 7 } });
  const [{ count }] = await ground.source.query<[{ count: number }]>(
    'SELECT count(*)::integer AS count FROM purser.vote_estimates',
  );
  expect(count).toBe(5);
});

it('begins anew once the learning of a task is reset, and drops what was made before', async () => {
  await store.keep('qa', null, made(1));
  await ground.source.query(
    `INSERT INTO purser.learning_generations (task, generation) VALUES ('qa', 1)`,
  );
  expect(await store.latest('qa', { generation: 0, version: 1 })).toBe('none');
  await store.keep('qa', { generation: 0, version: 1 }, made(2));
  expect(await store.latest('qa', null)).toBe('none');
  await store.keep('qa', null, made(3));
  expect(await store.latest('qa', null)).toMatchObject({ generation: 1, version: 1 });
});

it('reads judged votes with what each answer counts as, the oldest first', async () => {
  const votes = [
    { model: 'small', label: 'yes', weight: 1 },
    { model: 'large', label: null, weight: 1 },
  ];
  const vote = { label: 'yes', belief: 0.8, beliefs: [], votes };
  const voted = async (scores: (number | null)[]) => {
    const id = await ground.admitted({ id: timeOrderedId(), reference: 'yes' });
    const calls = ['small', 'large'].map((model, at) =>
      call(model, { scoreMicro: scores[at] ?? null }),
    );
    await new LearningStore(ground.source).learn([{ ...outcome(id, calls), vote }]);
    return id;
  };
  await voted([1_000_000, 0]);
  await voted([null, null]);
  const rated = await voted([null, null]);
  await new RatingStore(ground.source).rate([rating(rated, 1_000_000, { model: 'small' })]);
  const judged = await store.judged('qa', 10);
  expect(judged.map(({ rewards }) => rewards)).toEqual([
    { small: 1, large: 0 },
    { small: 1, large: null },
  ]);
  expect(judged[0]).toMatchObject({ reference: 'yes', votes });
  expect(await store.judged('qa', 1)).toHaveLength(1);
});
