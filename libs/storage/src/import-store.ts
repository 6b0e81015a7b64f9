import type { ModelId, TokenPrice } from '#bandit';
import type { DataSource, EntityManager } from 'typeorm';
import { ADD_TO_ARMS, ARM_KEY, priceText } from './arm-rows.js';
import { audit } from './audit-store.js';
import { safeInteger } from './integer-column.js';
import { STATISTICS_CHANNEL } from './teaching.js';

/** Sums over the outcomes of one model, in micro-units and nano-dollars. */
export interface ImportedArm {
  model: ModelId;
  /** What the model asks, by which the costs follow a later price. */
  price: TokenPrice | null;
  rewards: number;
  rewardSumMicro: number;
  rewardSquareSumMicro2: bigint;
  costs: number;
  costSumNano: number;
  costSquareSumNano2: bigint;
  /** Calls whose cost and tokens are known, and their tokens. */
  tokenCalls: number;
  inputTokens: number;
  outputTokens: number;
}

/** A lesson for a contextual learner that comes from no query of ours. */
export interface ImportedLesson {
  trace: unknown;
  first: true;
  calls: {
    model: ModelId;
    rewardMicro: number | null;
    costNano: number | null;
    replacesMicro: null;
  }[];
}

/** Where an import belongs. */
export interface ImportTarget {
  task: string;
  /** The caller's own. */
  id: string;
  keyId: string | null;
  /** How many rounds the statistics are summed over to be forgotten together; null: nothing is. */
  epochRounds: number | null;
}

/** All of an import, read to its end. */
export interface ImportedOutcomes {
  arms: ImportedArm[];
  outcomes: number;
  /** Of the content: what comes under the id again must be the same. */
  contentHash: string;
}

/** `reused`: another content came under the id before. */
export interface ImportResult {
  status: 'applied' | 'duplicate' | 'reused';
  outcomes: number;
}

/** What the last step of a large import may take. */
const PATIENCE_MS = 10 * 60_000;

/** Adds outcomes from elsewhere to the statistics: each import whole, and once. */
export class ImportStore {
  constructor(private readonly database: DataSource) {}

  /**
   * Lets the caller read an import and put its lessons aside, and then writes all of it in the same
   * transaction; nothing, if reading throws. Others are not held up while it is read.
   */
  async write(
    target: ImportTarget,
    read: (putAside: (lessons: ImportedLesson[]) => Promise<void>) => Promise<ImportedOutcomes>,
  ): Promise<ImportResult> {
    return this.database.transaction(async (transaction) => {
      await transaction.query(STAGE);
      const imported = await read(async (lessons) => {
        await transaction.query(PUT_ASIDE, [JSON.stringify(lessons)]);
      });
      await transaction.query(`SET LOCAL statement_timeout = ${PATIENCE_MS}`);
      const { task, id, keyId } = target;
      const { contentHash, outcomes } = imported;
      const [begun] = await transaction.query<{ generation: string }[]>(BEGIN, [
        task,
        id,
        contentHash,
        outcomes,
        keyId,
      ]);
      if (begun === undefined) return earlierResult(transaction, target, contentHash);
      await transaction.query(ADD, [
        task,
        id,
        JSON.stringify(imported.arms.map(armRow)),
        target.epochRounds,
        begun.generation,
      ]);
      await transaction.query(TEACH, [task, begun.generation]);
      await transaction.query('SELECT pg_notify($1, $2)', [STATISTICS_CHANNEL, task]);
      const after = { import_id: id, outcomes };
      await audit(transaction, {
        keyId,
        action: 'import',
        kind: 'task',
        name: task,
        before: null,
        after,
      });
      return { status: 'applied', outcomes };
    });
  }
}

async function earlierResult(
  transaction: EntityManager,
  { task, id }: ImportTarget,
  contentHash: string,
): Promise<ImportResult> {
  const [row] = await transaction.query<[{ hash: string; outcomes: string }]>(
    `SELECT content_hash AS hash, outcomes FROM purser.imports
     WHERE task = $1 AND id = $2 ORDER BY generation DESC LIMIT 1`,
    [task, id],
  );
  const status = row.hash === contentHash ? 'duplicate' : 'reused';
  return { status, outcomes: safeInteger(row.outcomes) };
}

function armRow(arm: ImportedArm): Record<string, unknown> {
  return {
    model: arm.model,
    price: priceText(arm.price),
    rewards: arm.rewards,
    reward_sum_micro: arm.rewardSumMicro,
    reward_square_sum_micro2: String(arm.rewardSquareSumMicro2),
    costs: arm.costs,
    cost_sum_nano: arm.costSumNano,
    cost_square_sum_nano2: String(arm.costSquareSumNano2),
    token_calls: arm.tokenCalls,
    input_tokens: arm.inputTokens,
    output_tokens: arm.outputTokens,
  };
}

const STAGE = `
CREATE TEMP TABLE staged_lessons (
  place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  content jsonb NOT NULL
) ON COMMIT DROP`;

const PUT_ASIDE = `
INSERT INTO staged_lessons (content) SELECT content FROM jsonb_array_elements($1::jsonb) AS content`;

const BEGIN = `
INSERT INTO purser.imports (task, id, content_hash, outcomes, key_id, generation)
VALUES ($1, $2, $3, $4, $5, purser.generation_of($1))
ON CONFLICT DO NOTHING RETURNING generation`;

/** They count in the epoch of the task's last round. */
const ADD = `
WITH delta AS MATERIALIZED (
  SELECT $1::text AS task, $5::bigint AS generation, '{}'::text[] AS given, arm.*,
    CASE WHEN $4::double precision IS NULL THEN 0 ELSE (
      SELECT floor((floor(rounds / $4) + 0.5) * $4) FROM purser.pacing WHERE pacing.task = $1
    ) END::bigint AS epoch
  FROM jsonb_to_recordset($3::jsonb) AS arm (
    model text, price text, rewards bigint, reward_sum_micro bigint,
    reward_square_sum_micro2 numeric, costs bigint, cost_sum_nano bigint,
    cost_square_sum_nano2 numeric, token_calls bigint, input_tokens bigint, output_tokens bigint)
), kept AS (
  INSERT INTO purser.imported_arms (import_id, ${ARM_KEY}, rewards, reward_sum_micro,
    reward_square_sum_micro2, costs, cost_sum_nano, cost_square_sum_nano2, token_calls,
    input_tokens, output_tokens)
  SELECT $2, ${ARM_KEY}, rewards, reward_sum_micro, reward_square_sum_micro2, costs, cost_sum_nano,
    cost_square_sum_nano2, token_calls, input_tokens, output_tokens
  FROM delta
)${ADD_TO_ARMS}`;

/** Numbered as lessons from queries are: under the lock of the task's row, held until the commit. */
const TEACH = `
WITH numbered AS (
  UPDATE purser.contextual SET lessons = contextual.lessons + staged.lessons
  FROM (SELECT count(*) AS lessons FROM staged_lessons) AS staged
  WHERE task = $1 AND generation = $2 AND staged.lessons > 0
  RETURNING task, contextual.lessons - staged.lessons AS before
)
INSERT INTO purser.lessons (task, number, content)
SELECT task, before + place, content FROM staged_lessons, numbered`;
