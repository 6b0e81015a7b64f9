import { expect, it } from 'vitest';
import { contextual } from '#context';
import { LessonStore, purserDatabase } from '#storage';
import { study } from '../../apps/scheduling-cloud/src/learning/study.js';
import { onEachBackend } from '../ground/backends.js';
import { expectBooksToBalance } from '../ground/books.js';
import { eventually } from '../ground/client.js';
import type { House } from '../ground/house.js';
import { ends, submit } from '../ground/load.js';

const WAIT = { prefer: 'wait=20' };
const ENOUGH_TO_KEEP = 550;

/** What the lessons come to, studied from the first to the one of the checkpoint. */
async function studiedAnew(house: House, task: string) {
  const database = await purserDatabase(house.database.url).initialize();
  const store = new LessonStore(database);
  const checkpoint = await store.checkpoint(task);
  const { lessons } = await store.after(task, 0, 100_000);
  await database.destroy();
  const learner = contextual();
  for (const lesson of lessons) if (lesson.number <= checkpoint.lessons) study(learner, lesson);
  return { checkpoint, state: learner.state(), lessons: lessons.length };
}

onEachBackend('a contextual task', (opened) => {
  it('decides by what it expects of each model for this query, and says so', async () => {
    const { body } = await opened.client.ask('words', 'Stir the dough.', WAIT);
    expect(body.status).toBe('answered');
    const round = (await opened.client.get(`/v1/rounds/${body.round_id}`)).body;
    expect(round).toMatchObject({ policy: 'contextual', combination: expect.any(Array) });
    expect(round.bounds).toHaveLength(3);
    expect(round.contextual.features).toBeGreaterThan(5);
    expect(round.relaxed.over).toBe('combinations');
  });

  it('learns a corrected rating once, and keeps the books', async () => {
    const { client, house } = opened;
    const { body } = await client.ask('rated', 'Which is better?', WAIT);
    for (const score of [0.2, 0.9, 0.9]) {
      await client.post('/v1/feedback', { query_id: body.id, score });
    }
    await client.settled(body.id);
    await eventually(async () => {
      const [row] = await house.database.query<{ lessons: number }>(
        "SELECT lessons::integer FROM purser.contextual WHERE task = 'rated'",
      );
      return (row?.lessons ?? 0) >= 2 || undefined;
    });
    await expectBooksToBalance(house.database);
  });

  it('knows after a kill -9 what its committed lessons teach, no more and no less', async () => {
    const { client, house } = opened;
    const accepted = await submit(client, 200, 'words');
    const more = submit(client, 150, 'words');
    await house.cloud.kill('SIGKILL');
    accepted.push(...(await more));
    await house.startCloud();
    while (accepted.length < ENOUGH_TO_KEEP) accepted.push(...(await submit(client, 100, 'words')));
    expect(new Set(await ends(client, accepted))).toEqual(new Set(['answered']));
    const known = await eventually(async () => {
      const read = await studiedAnew(house, 'words');
      return read.checkpoint.lessons > 0 ? read : undefined;
    });
    expect(known.lessons).toBeGreaterThanOrEqual(ENOUGH_TO_KEEP);
    expect(Buffer.from(known.state).equals(Buffer.from(known.checkpoint.state!))).toBe(true);
    await expectBooksToBalance(house.database);
  });
});
