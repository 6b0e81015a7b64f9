import { afterAll, beforeAll, expect, it } from 'vitest';
import { LearningStore, OverrunStore } from '#storage';
import { call, outcome } from '../ground/rows.js';
import { storageGround, type StorageGround } from '../ground/storage.js';

let ground: StorageGround;

beforeAll(async () => {
  ground = await storageGround();
  await ground.empty();
});
afterAll(() => ground.close());

async function spent(task: string, reservedNano: number, costNano: number): Promise<string> {
  const id = await ground.admitted({ task, reservedNano });
  await new LearningStore(ground.source).learn([outcome(id, [call('small', { costNano })])]);
  return id;
}

it('queries that cost more than was reserved are listed, the newest first, and summed', async () => {
  const store = new OverrunStore(ground.source);
  expect(await store.list({ limit: 10 })).toEqual([]);
  const first = await spent('qa', 1_000, 1_200);
  await spent('qa', 1_000, 1_000);
  const second = await spent('sum', 1_000, 4_000);
  const third = await spent('qa', 500, 600);

  const all = await store.list({ limit: 10 });
  expect(all).toMatchObject([
    { queryId: third, task: 'qa', reservedNano: 500, overNano: 100 },
    { queryId: second, task: 'sum', reservedNano: 1_000, overNano: 3_000 },
    { queryId: first, task: 'qa', reservedNano: 1_000, overNano: 200 },
  ]);
  const older = await store.list({ task: 'qa', beforeId: all[0]!.id, limit: 10 });
  expect(older.map(({ queryId }) => queryId)).toEqual([first]);
  expect(await store.list({ limit: 1 })).toHaveLength(1);
  const sums = await store.sums();
  expect(sums.toSorted((left, right) => left.overNano - right.overNano)).toEqual([
    { task: 'qa', overruns: 2, overNano: 300 },
    { task: 'sum', overruns: 1, overNano: 3_000 },
  ]);
});
