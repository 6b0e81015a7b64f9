import { createHash } from 'node:crypto';
import { v7 as timeOrderedId } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import {
  LearningStore,
  QueryReader,
  RatingStore,
  SweepStore,
  TextStore,
  type TextErasure,
} from '#storage';
import { expectBooksToBalance } from '../ground/books.js';
import { call, outcome, rating } from '../ground/rows.js';
import { storageGround, type StorageGround } from '../ground/storage.js';

let ground: StorageGround;
let texts: TextStore;

beforeAll(async () => {
  ground = await storageGround();
  texts = new TextStore(ground.source);
});
beforeEach(() => ground.empty());
afterAll(() => ground.close());

const DAY_MS = 86_400_000;
const daysAgo = (days: number) => new Date(Date.now() - days * DAY_MS);
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

async function asked(createdAt: Date): Promise<string> {
  const id = timeOrderedId({ msecs: createdAt.getTime() });
  const metadata = { purser_session_id: 's', customer: 'Jane' };
  const options = { tools: [{ type: 'function' }] };
  await ground.admitted({ id, createdAt, metadata, options });
  return id;
}

async function answered(createdAt: Date): Promise<string> {
  const id = await asked(createdAt);
  const details = { refusal: 'No.' };
  const error = { code: 'http_400', message: 'you sent: What is 6 × 7?' };
  const calls = [
    call('small', { status: 'failed', answer: null, error }),
    call('large', { scoreMicro: 1_000_000, details, judgement: { reason: '6 × 7 is 42.' } }),
  ];
  await new LearningStore(ground.source).learn([{ ...outcome(id, calls), finishedAt: createdAt }]);
  return id;
}

function erase(over: Partial<TextErasure> = {}, limit = 100): Promise<number> {
  return texts.erase({ task: 'qa', from: 'full', to: 'none', before: daysAgo(1), ...over }, limit);
}

async function leftOf(id: string): Promise<string> {
  const rows = await ground.database.query<{ left: string }>(
    `SELECT jsonb_agg(row)::text AS left FROM (
       SELECT to_jsonb(queries) AS row FROM purser.queries WHERE id = $1
       UNION ALL SELECT to_jsonb(calls) FROM purser.calls WHERE query_id = $1
       UNION ALL SELECT to_jsonb(ratings) FROM purser.ratings WHERE query_id = $1) AS rows`,
    [id],
  );
  return rows[0]!.left;
}

it('erases every text of a round that is over, and nothing of what was learnt and spent', async () => {
  const id = await answered(daysAgo(2));
  await new RatingStore(ground.source).rate([
    rating(id, 900_000, { comment: 'Says Jane', tags: { by: 'Jane' } }),
  ]);
  const known = await ground.arm('qa', 'large');
  expect(await erase()).toBe(1);
  const left = await leftOf(id);
  for (const text of ['6 × 7', '"42"', 'Jane', 'No.', 'function', 'you sent']) {
    expect(left).not.toContain(text);
  }
  expect(left).toContain('purser_session_id');
  expect(await erase(), 'once').toBe(0);
  expect(await ground.arm('qa', 'large')).toEqual(known);
  await new RatingStore(ground.source).rate([rating(id, 100_000, { comment: 'Jane again' })]);
  expect(await leftOf(id)).not.toContain('Jane');
  expect(await ground.arm('qa', 'large')).toMatchObject({ rewardSumMicro: 100_000 });
  await expectBooksToBalance(ground.database);
});

it('leaves hashes, which anyone can make of the same texts, until they are erased too', async () => {
  const id = await answered(daysAgo(2));
  await new RatingStore(ground.source).rate([rating(id, 900_000, { comment: 'Thanks' })]);
  expect(await erase({ to: 'hash' })).toBe(1);
  const reader = new QueryReader(ground.source);
  const { query, calls } = (await reader.find([id])).get(id)!;
  expect(query).toMatchObject({
    textKept: 'hash',
    messages: [],
    reference: null,
    messageHashes: [sha256('What is 6 × 7?')],
  });
  expect(calls.map(({ answer, answerHash }) => [answer, answerHash])).toEqual([
    [null, null],
    [null, sha256('42')],
  ]);
  await new RatingStore(ground.source).rate([
    rating(id, 800_000, { source: 'late', comment: 'Thanks' }),
  ]);
  const comments = await ground.database.query<{ comment_hash: string }>(
    'SELECT comment_hash FROM purser.ratings WHERE query_id = $1',
    [id],
  );
  expect(comments).toEqual([
    { comment_hash: sha256('Thanks') },
    { comment_hash: sha256('Thanks') },
  ]);
  expect(await erase({ from: 'hash' })).toBe(1);
  expect(await leftOf(id)).not.toMatch(new RegExp(`${sha256('42')}|${sha256('Thanks')}`));
});

it('leaves rounds alone that are young, open, or not yet reported', async () => {
  await answered(new Date());
  const unreported = await asked(daysAgo(2));
  await new SweepStore(ground.source).failOverdue(new Date(Date.now() + DAY_MS), 10);
  const driven = await asked(daysAgo(2));
  await new LearningStore(ground.source).learn([
    {
      ...outcome(driven, [call('small')]),
      driven: { turnMs: 1_000, waitMs: DAY_MS },
      finishedAt: daysAgo(2),
    },
  ]);
  expect(await erase({ before: daysAgo(-1) })).toBe(1);
  expect(await leftOf(unreported)).toContain('6 × 7');
  expect(await leftOf(driven)).toContain('6 × 7');
});

it('goes in batches, the oldest first, and shares the work with others', async () => {
  const ids: string[] = [];
  for (let age = 20; age > 2; age--) ids.push(await answered(daysAgo(age)));
  expect(await erase({}, 2)).toBe(2);
  expect(await leftOf(ids[1]!)).not.toContain('6 × 7');
  expect(await leftOf(ids[2]!)).toContain('6 × 7');
  const counts = await Promise.all(Array.from({ length: 6 }, () => erase({}, 5)));
  expect(counts.reduce((sum, count) => sum + count, 0) + (await erase())).toBe(16);
});
