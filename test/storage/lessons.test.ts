import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { LearningStore, LessonStore, RatingStore } from '#storage';
import { expectBooksToBalance } from '../ground/books.js';
import { admission, call, outcome, rating } from '../ground/rows.js';
import { storageGround, type StorageGround } from '../ground/storage.js';

let ground: StorageGround;
let lessons: LessonStore;

const PRICE = { inputNano: 1, outputNano: 1, requestNano: 0 };
const NOTHING = Uint8Array.of(1, 2, 3);

beforeAll(async () => {
  ground = await storageGround();
  lessons = new LessonStore(ground.source);
});
beforeEach(async () => {
  await ground.empty();
  await ground.source.query('TRUNCATE purser.contextual CASCADE');
  await lessons.open('qa', 'words', { small: PRICE }, () => NOTHING);
});
afterAll(() => ground.close());

const traced = { ...admission().round, explanation: { trace: { size: 1 } } };
const contents = async (after = 0) => (await lessons.after('qa', after, 100)).lessons;

it('teaches an outcome once, and each corrected reward once with what it replaces', async () => {
  const id = await ground.admitted({ round: traced });
  const observed = outcome(id, [call('small', { scoreMicro: 400_000 }), call('large')]);
  const store = new LearningStore(ground.source);
  await Promise.all(Array.from({ length: 5 }, () => store.learn([observed])));
  const ratings = Array.from({ length: 20 }, () => rating(id, 900_000, { model: 'small' }));
  await Promise.all(ratings.map((one) => new RatingStore(ground.source).rate([one])));
  expect(await contents()).toEqual([
    {
      number: 1,
      trace: { size: 1 },
      content: {
        first: true,
        calls: [
          { model: 'small', rewardMicro: 400_000, costNano: 700, replacesMicro: null },
          { model: 'large', rewardMicro: null, costNano: 700, replacesMicro: null },
        ],
      },
    },
    {
      number: 2,
      trace: { size: 1 },
      content: {
        first: false,
        calls: [{ model: 'small', rewardMicro: 900_000, costNano: null, replacesMicro: 400_000 }],
      },
    },
  ]);
  await expectBooksToBalance(ground.database);
});

it('numbers lessons without gaps, in the order of their commits', async () => {
  const ids = await Promise.all(
    Array.from({ length: 60 }, () => ground.admitted({ round: traced })),
  );
  const store = new LearningStore(ground.source);
  const seen: number[] = [];
  const watch = async (): Promise<void> => {
    while (seen.length < ids.length) {
      for (const { number } of await contents(seen.at(-1) ?? 0)) seen.push(number);
    }
  };
  const learn = ids.map((id) => store.learn([outcome(id, [call('small')])]));
  await Promise.all([...learn, watch()]);
  expect(seen).toEqual(ids.map((_, at) => at + 1));
  await expectBooksToBalance(ground.database);
});

it('teaches nothing of tasks without a contextual learner, nor of rounds without a trace', async () => {
  const other = await ground.admitted({ round: traced, task: 'sum' });
  const plain = await ground.admitted();
  await new LearningStore(ground.source).learn([
    outcome(other, [call('small')]),
    outcome(plain, [call('small')]),
  ]);
  expect(await contents()).toEqual([]);
});

it('begins once, from earlier queries, though ten replicas start at once', async () => {
  await ground.source.query('TRUNCATE purser.contextual CASCADE');
  const id = await ground.admitted();
  await new LearningStore(ground.source).learn([
    outcome(id, [call('small', { scoreMicro: 1_000_000 })]),
  ]);
  let begun = 0;
  const begin = () =>
    lessons.open('qa', 'words', {}, ([earlier]) => {
      begun += 1;
      expect(earlier).toMatchObject({ calls: [{ model: 'small', rewardMicro: 1_000_000 }] });
      return NOTHING;
    });
  await Promise.all(Array.from({ length: 10 }, begin));
  expect(begun).toBe(1);
  expect(await lessons.checkpoint('qa')).toMatchObject({ lessons: 0 });
});

it('makes a changed price a lesson of its own, once', async () => {
  const dearer = { small: { ...PRICE, outputNano: 2 }, joined: PRICE };
  for (let replica = 0; replica < 3; replica += 1) {
    await lessons.notePrices('qa', dearer, (_model, from, to) => to.outputNano / from.outputNano);
  }
  expect(await contents()).toEqual([
    { number: 1, trace: null, content: { repriced: { model: 'small', factor: 2 } } },
  ]);
});

it('keeps the latest checkpoint, and the lessons shortly before it', async () => {
  for (let count = 0; count < 6; count += 1) {
    const id = await ground.admitted({ round: traced });
    await new LearningStore(ground.source).learn([outcome(id, [call('small')])]);
  }
  const state = Uint8Array.of(9);
  await lessons.keep('qa', { lessons: 5, state }, 2);
  await lessons.keep('qa', { lessons: 4, state: NOTHING }, 2);
  expect(await lessons.checkpoint('qa')).toMatchObject({ lessons: 5 });
  expect(new Uint8Array((await lessons.checkpoint('qa')).state!)).toEqual(state);
  expect((await contents()).map(({ number }) => number)).toEqual([4, 5, 6]);
});
