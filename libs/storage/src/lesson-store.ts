import type { ModelId, TokenPrice } from '#bandit';
import type { DataSource, EntityManager } from 'typeorm';
import type { StoredMessage } from './entities/query.js';
import { safeInteger } from './integer-column.js';

/** One thing to be studied, after all those of a lower number. */
export interface StoredLesson {
  /** 1-based, without gaps but where a reset is. */
  number: number;
  /** As its round, or an import, left it; null if the round is no longer kept, or where nothing was asked. */
  trace: unknown;
  content: OutcomeContent | RepriceContent;
}

/** What became of calls of one query. Null is what is not known, or was known before. */
interface OutcomeContent {
  first: boolean;
  calls: {
    model: ModelId;
    rewardMicro: number | null;
    costNano: number | null;
    replacesMicro: number | null;
  }[];
}

/** Costs of a model are multiplied from here on. */
interface RepriceContent {
  repriced: { model: ModelId; factor: number };
}

/** What was known after so many lessons. */
export interface Checkpoint {
  lessons: number;
  /** Null: nothing. */
  state: Uint8Array | null;
}

/** A query that was answered before there was a contextual learner. */
export interface EarlierQueryRow {
  messages: StoredMessage[];
  calls: { model: ModelId; rewardMicro: number | null; costNano: number | null }[];
}

type Prices = Readonly<Record<ModelId, TokenPrice>>;

/** So many of a task's latest queries are looked at. */
const LOOKED_THROUGH = 20_000;

/** Keeps what contextual learners study, and from time to time what they know. */
export class LessonStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Begins a task's lessons where there are none, or where features were of another shape: its
   * learner then starts from the state that is made of earlier queries. Who comes meanwhile waits.
   */
  async open(
    task: string,
    shape: string,
    prices: Prices,
    made: (earlier: readonly EarlierQueryRow[]) => Uint8Array,
  ): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const begun = await transaction.query<unknown[]>(BEGIN, [task, shape, prices]);
      if (begun.length === 0) return;
      const state = made(await earlierQueries(transaction, task));
      await transaction.query(
        `UPDATE purser.contextual SET checkpoint = $2, checkpoint_lessons = lessons WHERE task = $1`,
        [task, Buffer.from(state)],
      );
    });
  }

  /**
   * Notes what the models ask today. Where that is not what was noted before, the costs that were
   * learnt are multiplied by a lesson of its own.
   * @param factorOf null where the prices cannot be compared
   */
  async notePrices(
    task: string,
    prices: Prices,
    factorOf: (model: ModelId, from: TokenPrice, to: TokenPrice) => number | null,
  ): Promise<void> {
    await this.database.transaction(async (transaction) => {
      const [row] = await transaction.query<{ prices: Prices }[]>(
        'SELECT prices FROM purser.contextual WHERE task = $1 FOR UPDATE',
        [task],
      );
      const known = row?.prices ?? {};
      const lessons = Object.entries(prices).flatMap(([model, to]): RepriceContent[] => {
        const factor = known[model] === undefined ? null : factorOf(model, known[model], to);
        return factor === null || factor === 1 ? [] : [{ repriced: { model, factor } }];
      });
      await transaction.query(REPRICE, [
        task,
        { ...known, ...prices },
        lessons.map((lesson) => JSON.stringify(lesson)),
      ]);
    });
  }

  /** The lessons after a number, at most so many, and how many of them the checkpoint knows. */
  async after(
    task: string,
    number: number,
    limit: number,
  ): Promise<{ lessons: StoredLesson[]; checkpointLessons: number }> {
    const rows = await this.database.query<
      { number: string; trace: unknown; content: StoredLesson['content'] }[]
    >(
      `SELECT lesson.number, lesson.content,
         coalesce(lesson.content -> 'trace', round.explanation -> 'trace') AS trace
       FROM purser.lessons AS lesson LEFT JOIN purser.rounds AS round USING (query_id)
       WHERE lesson.task = $1 AND lesson.number > $2 ORDER BY lesson.number LIMIT $3`,
      [task, number, limit],
    );
    const [known] = await this.database.query<{ checkpoint_lessons: string }[]>(
      'SELECT checkpoint_lessons FROM purser.contextual WHERE task = $1',
      [task],
    );
    return {
      lessons: rows.map((row) => ({ ...row, number: safeInteger(row.number) })),
      checkpointLessons: safeInteger(known?.checkpoint_lessons ?? '0'),
    };
  }

  async checkpoint(task: string): Promise<Checkpoint> {
    const [row] = await this.database.query<
      { checkpoint: Buffer | null; checkpoint_lessons: string }[]
    >('SELECT checkpoint, checkpoint_lessons FROM purser.contextual WHERE task = $1', [task]);
    const lessons = safeInteger(row?.checkpoint_lessons ?? '0');
    return { lessons, state: row?.checkpoint ?? null };
  }

  /**
   * Keeps what is known after so many lessons, unless more is kept already, and drops those that
   * even a replica that lags behind will hardly ask for.
   * @param margin lessons before the checkpoint that are kept
   */
  async keep(task: string, { lessons, state }: Checkpoint, margin: number): Promise<void> {
    await this.database.query(
      `WITH kept AS (
         UPDATE purser.contextual SET checkpoint = $2, checkpoint_lessons = $3
         WHERE task = $1 AND checkpoint_lessons < $3 AND lessons >= $3
         RETURNING task
       )
       DELETE FROM purser.lessons USING kept
       WHERE lessons.task = kept.task AND lessons.number <= $3::bigint - $4`,
      [task, state && Buffer.from(state), lessons, margin],
    );
  }
}

const BEGIN = `
INSERT INTO purser.contextual AS known (task, shape, prices, generation)
VALUES ($1, $2, $3, purser.generation_of($1))
ON CONFLICT (task) DO UPDATE SET shape = excluded.shape, generation = excluded.generation
WHERE known.shape <> excluded.shape OR known.generation < excluded.generation
RETURNING task`;

const REPRICE = `
WITH priced AS (
  UPDATE purser.contextual SET prices = $2, lessons = lessons + cardinality($3::jsonb[])
  WHERE task = $1
  RETURNING task, lessons - cardinality($3::jsonb[]) AS before
)
INSERT INTO purser.lessons (task, number, content)
SELECT task, before + place, content
FROM priced, unnest($3::jsonb[]) WITH ORDINALITY AS lesson (content, place)`;

/** Oldest first. */
async function earlierQueries(
  transaction: EntityManager,
  task: string,
): Promise<EarlierQueryRow[]> {
  return transaction.query<EarlierQueryRow[]>(
    `SELECT query.messages, (
       SELECT coalesce(jsonb_agg(jsonb_build_object(
         'model', model, 'costNano', cost_nano,
         'rewardMicro', purser.counted_reward(reward_micro, success_at_micro)) ORDER BY position), '[]')
       FROM purser.calls AS call WHERE call.query_id = query.id AND call.status = 'succeeded'
     ) AS calls
     FROM (SELECT * FROM purser.queries WHERE task = $1 ORDER BY id DESC LIMIT $2) AS query
     WHERE query.observed_at IS NOT NULL AND query.generation = purser.generation_of($1)
     ORDER BY query.id`,
    [task, LOOKED_THROUGH],
  );
}
