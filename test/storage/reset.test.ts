import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  ImportStore,
  LearningStore,
  LessonStore,
  RatingStore,
  RegistryStore,
  RewardWaitStore,
  StatisticsStore,
  type ImportedOutcomes,
} from '#storage';
import { expectBooksToBalance } from '../ground/books.js';
import { admission, call, outcome, rating } from '../ground/rows.js';
import { storageGround, type StorageGround } from '../ground/storage.js';

let ground: StorageGround;

const PRICE = { inputNano: 1, outputNano: 1, requestNano: 0 };
const KNOWN = Uint8Array.of(1, 2, 3);
const traced = { ...admission().round, explanation: { trace: { size: 1 } } };

beforeAll(async () => {
  ground = await storageGround();
  await new RegistryStore(ground.source).change(null, (draft) =>
    draft.put('task', 'qa', STATE, 'create'),
  );
});
beforeEach(async () => {
  await ground.empty();
  await ground.source.query('TRUNCATE purser.contextual, purser.imports CASCADE');
  await ground.source.query('TRUNCATE purser.learning_generations');
});
afterAll(() => ground.close());

const STATE = {
  config: {},
  source: 'api',
  fileConfig: null,
  paused: false,
  deletedAt: null,
} as const;

async function reset(): Promise<void> {
  await new RegistryStore(ground.source).change('key_1', (draft) =>
    draft.resetLearning(draft.find('task', 'qa')!),
  );
}

async function learn(id: string, scoreMicro: number | null): Promise<void> {
  const observed = outcome(id, [call('small', { scoreMicro })]);
  expect(await new LearningStore(ground.source).learn([observed])).toEqual([id]);
}

it('leaves nothing known of the task, and the money as it was', async () => {
  await learn(await ground.admitted(), 1_000_000);
  const sum = await ground.admitted({ task: 'sum' });
  await learn(sum, 1_000_000);
  const before = await new StatisticsStore(ground.source).read(['qa']);
  await reset();
  const [after] = await new StatisticsStore(ground.source).read(['qa']);
  expect(after).toEqual({ ...before[0], rows: [] });
  expect(await ground.arm('sum', 'small')).toMatchObject({ rewards: 1 });
  await expectBooksToBalance(ground.database);
});

it('does not let in what comes late of earlier rounds: outcomes, ratings, defaults', async () => {
  const [rated, unrated, late] = [
    await ground.admitted(),
    await ground.admitted(),
    await ground.admitted(),
  ];
  await learn(rated, 1_000_000);
  await learn(unrated, null);
  await reset();
  const fresh = await ground.admitted();
  await learn(fresh, 400_000);
  await learn(late, 1_000_000);
  await new RatingStore(ground.source).rate([rating(rated, 0), rating(late, 200_000)]);
  const future = new Date(Date.now() + 60_000);
  expect(await new RewardWaitStore(ground.source).applyDefault('qa', 500_000, future, 10)).toBe(1);
  expect(await ground.arm('qa', 'small')).toMatchObject({
    rewards: 1,
    rewardSumMicro: 400_000,
    costs: 1,
  });
  await new RatingStore(ground.source).rate([rating(fresh, 900_000)]);
  expect(await ground.arm('qa', 'small')).toMatchObject({ rewardSumMicro: 900_000 });
  await expectBooksToBalance(ground.database);
});

it('lets every learner of lessons start anew, and teaches it later rounds alone', async () => {
  const lessons = new LessonStore(ground.source);
  await lessons.open('qa', 'words', { small: PRICE }, () => KNOWN);
  const late = await ground.admitted({ round: traced });
  await learn(await ground.admitted({ round: traced }), 1_000_000);
  expect((await lessons.after('qa', 0, 10)).lessons).toHaveLength(1);
  await reset();
  await learn(late, 1_000_000);
  expect(await lessons.checkpoint('qa')).toEqual({ lessons: 2, state: null });
  expect(await lessons.after('qa', 1, 10)).toEqual({ lessons: [], checkpointLessons: 2 });
  await learn(await ground.admitted({ round: traced }), 0);
  const { lessons: fresh } = await lessons.after('qa', 2, 10);
  expect(fresh.map(({ number, content }) => [number, content])).toMatchObject([
    [3, { calls: [{ model: 'small', rewardMicro: 0 }] }],
  ]);
  let earlier = -1;
  await lessons.open('qa', 'more words', { small: PRICE }, (queries) => {
    earlier = queries.length;
    return KNOWN;
  });
  expect(earlier, 'a learner of another shape looks back to the reset').toBe(1);
  await expectBooksToBalance(ground.database);
});

it('forgets imports, which may then be made again', async () => {
  const store = new ImportStore(ground.source);
  const target = { task: 'qa', id: 'may', keyId: null, epochRounds: null };
  const write = () => store.write(target, () => Promise.resolve(IMPORTED));
  expect(await write()).toMatchObject({ status: 'applied' });
  await reset();
  expect(await ground.arm('qa', 'small')).toBeUndefined();
  expect(await write()).toMatchObject({ status: 'applied' });
  expect(await write()).toMatchObject({ status: 'duplicate' });
  expect(await ground.arm('qa', 'small')).toMatchObject({ rewards: 2 });
  await expectBooksToBalance(ground.database);
});

it('counts a failed call where its task says so', async () => {
  const id = await ground.admitted();
  const failed = call('small', { status: 'failed', answer: null, scoreMicro: 0 });
  const observed = { ...outcome(id, [failed]), status: 'failed' as const, servedModel: null };
  expect(await new LearningStore(ground.source).learn([observed])).toEqual([id]);
  expect(await ground.arm('qa', 'small')).toMatchObject({ rewards: 1, rewardSumMicro: 0 });
  await expectBooksToBalance(ground.database);
});

const IMPORTED: ImportedOutcomes = {
  arms: [
    {
      model: 'small',
      price: null,
      rewards: 2,
      rewardSumMicro: 1_000_000,
      rewardSquareSumMicro2: 1_000_000_000_000n,
      costs: 2,
      costSumNano: 20,
      costSquareSumNano2: 200n,
      tokenCalls: 0,
      inputTokens: 0,
      outputTokens: 0,
    },
  ],
  outcomes: 2,
  contentHash: 'h',
};
