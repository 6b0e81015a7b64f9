import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { DataSource, EntityManager } from 'typeorm';
import type { ModelId, TokenPrice, TokenSums } from '#bandit';
import { audit } from './audit-store.js';

/** The NOTIFY channel on which replicas hear which task's versions have changed. */
export const VERSIONS_CHANNEL = 'purser_subset_versions';

/** `taken`: it chose, or could; `rolled-back`: it was found worse than the one before, and never did. */
type VersionStatus = 'taken' | 'rolled-back';

/** A version without what was learnt. */
export interface SubsetVersion {
  /** 1-based, never used twice in a task. */
  version: number;
  status: VersionStatus;
  isActive: boolean;
  trainedAt: Date;
  /** The key that asked for it; null: it was time. */
  keyId: string | null;
  models: readonly ModelId[];
  /** Queries learnt from. */
  queries: number;
  /** What was measured of it. */
  figures: Readonly<Record<string, unknown>>;
}

/** What a call cost when a version was learnt: the price list, and what calls used. */
export type VersionPrices = Readonly<Record<ModelId, { price: TokenPrice; tokens: TokenSums }>>;

/** The version that chooses. */
export interface ActiveVersion {
  version: number;
  prices: VersionPrices;
  content: Uint8Array;
}

/** A version to be written. */
export interface NewVersion extends Pick<
  SubsetVersion,
  'status' | 'keyId' | 'models' | 'queries' | 'figures'
> {
  prices: VersionPrices;
  content: Uint8Array;
  /** Of the history that it was learnt from. */
  generation: number;
  lastQuery: string;
}

/** How the training of a task stands. */
export interface TrainingState {
  triedAt: Date | null;
  /** Why the last training came to no version; null: it did. */
  problem: string | null;
  /** The last query that the latest version was learnt from; null: there is no version. */
  lastQuery: string | null;
}

/** For so long a training is left alone by others, in seconds, unless who works on it renews that. */
const HOLD_SECONDS = 10;

const squeezed = promisify(gzip);
const unsqueezed = promisify(gunzip);

/**
 * Keeps what was learnt of tasks that choose subsets by query. A version is written whole, with the word
 * that it chooses from now on, or not at all; those of before a reset are as if they were not there.
 */
export class SubsetVersionStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Takes hold of a task's training.
   * @param everyMs only if the last try is so long ago; 0: in any case
   * @returns whether nobody else holds it, and it was time
   */
  async claim(task: string, everyMs: number): Promise<boolean> {
    await this.database.query(
      'INSERT INTO purser.subset_trainings (task) VALUES ($1) ON CONFLICT DO NOTHING',
      [task],
    );
    const [, claimed] = await this.database.query<[unknown[], number]>(
      `UPDATE purser.subset_trainings SET held_until = now() + interval '${HOLD_SECONDS} s'
       WHERE task = $1 AND held_until < now()
         AND ($2::float8 = 0 OR tried_at IS NULL
           OR tried_at <= now() - make_interval(secs => $2::float8 / 1000))`,
      [task, everyMs],
    );
    return claimed > 0;
  }

  async hold(task: string): Promise<void> {
    await this.database.query(
      `UPDATE purser.subset_trainings SET held_until = now() + interval '${HOLD_SECONDS} s'
       WHERE task = $1`,
      [task],
    );
  }

  /** Lets go of a training, and says why it came to nothing; null: it came to a version, or was not begun. */
  async release(task: string, problem: string | null): Promise<void> {
    await this.database.query(
      `UPDATE purser.subset_trainings
       SET held_until = '-infinity', tried_at = now(), problem = $2 WHERE task = $1`,
      [task, problem],
    );
  }

  async state(task: string): Promise<TrainingState> {
    const [row] = await this.database.query<TrainingState[]>(
      `SELECT tried_at AS "triedAt", problem, (
         SELECT last_query FROM purser.subset_versions AS version
         WHERE version.task = training.task AND ${CURRENT} ORDER BY version.version DESC LIMIT 1
       ) AS "lastQuery"
       FROM purser.subset_trainings AS training WHERE task = $1`,
      [task],
    );
    return row ?? { triedAt: null, problem: null, lastQuery: null };
  }

  /**
   * Writes a version; one that is taken chooses from now on. Of the others the latest so many are kept.
   * @returns its number
   */
  async keep(task: string, version: NewVersion, kept: number): Promise<number> {
    const content = await squeezed(version.content);
    return this.database.transaction(async (transaction) => {
      const [[row]] = await transaction.query<[[{ number: number }], number]>(
        `UPDATE purser.subset_trainings SET last_version = last_version + 1 WHERE task = $1
         RETURNING last_version AS number`,
        [task],
      );
      await transaction.query(ADD, [
        task,
        row.number,
        version.generation,
        version.status,
        version.keyId,
        version.models,
        version.prices,
        version.queries,
        version.lastQuery,
        version.figures,
        content,
      ]);
      if (version.status === 'taken') await activate(transaction, task, row.number);
      await transaction.query(PRUNE, [task, kept]);
      return row.number;
    });
  }

  /**
   * Lets a version choose from now on.
   * @param by the key that asks for it
   * @returns whether there is such a version
   */
  async choose(task: string, version: number, by: string | null): Promise<boolean> {
    return this.database.transaction(async (transaction) => {
      const [training] = await transaction.query<{ active: number | null }[]>(
        'SELECT active FROM purser.subset_trainings WHERE task = $1 FOR UPDATE',
        [task],
      );
      const known = await transaction.query<unknown[]>(
        `SELECT 1 FROM purser.subset_versions AS version
         WHERE task = $1 AND version = $2 AND ${CURRENT}`,
        [task, version],
      );
      if (training === undefined || known.length === 0) return false;
      await activate(transaction, task, version);
      await audit(transaction, {
        keyId: by,
        action: 'revert-version',
        kind: 'task',
        name: task,
        before: { version: training.active },
        after: { version },
      });
      return true;
    });
  }

  /** The version that chooses, by its number alone; null: none does. */
  async activeNumber(task: string): Promise<number | null> {
    const [row] = await this.database.query<{ version: number }[]>(
      `SELECT version.version ${ACTIVE}`,
      [task],
    );
    return row?.version ?? null;
  }

  async active(task: string): Promise<ActiveVersion | null> {
    const [row] = await this.database.query<(ActiveVersion & { content: Buffer })[]>(
      `SELECT version.version, version.prices, version.content ${ACTIVE}`,
      [task],
    );
    return row === undefined ? null : { ...row, content: await unsqueezed(row.content) };
  }

  /** Newest first. */
  async list(task: string): Promise<SubsetVersion[]> {
    return this.database.query<SubsetVersion[]>(
      `SELECT version.version, status, active IS NOT DISTINCT FROM version.version AS "isActive",
         trained_at AS "trainedAt", key_id AS "keyId", models, queries, figures
       FROM purser.subset_versions AS version JOIN purser.subset_trainings USING (task)
       WHERE task = $1 AND ${CURRENT} ORDER BY version.version DESC`,
      [task],
    );
  }
}

async function activate(transaction: EntityManager, task: string, version: number): Promise<void> {
  await transaction.query('UPDATE purser.subset_trainings SET active = $2 WHERE task = $1', [
    task,
    version,
  ]);
  await transaction.query('SELECT pg_notify($1, $2)', [VERSIONS_CHANNEL, task]);
}

/** Learnt since the task's learning was last reset. */
const CURRENT = 'version.generation = purser.generation_of(version.task)';

const ACTIVE = `
FROM purser.subset_trainings AS training
JOIN purser.subset_versions AS version
  ON version.task = training.task AND version.version = training.active
WHERE training.task = $1 AND ${CURRENT}`;

const ADD = `
INSERT INTO purser.subset_versions
  (task, version, generation, status, key_id, models, prices, queries, last_query, figures, content)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`;

const PRUNE = `
DELETE FROM purser.subset_versions AS version USING (
  SELECT version.task, version.version, row_number() OVER (ORDER BY version.version DESC) AS place
  FROM purser.subset_versions AS version JOIN purser.subset_trainings AS training USING (task)
  WHERE task = $1 AND version.version IS DISTINCT FROM training.active
) AS old
WHERE version.task = old.task AND version.version = old.version AND old.place > $2`;
