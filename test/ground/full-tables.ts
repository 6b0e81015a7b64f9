import type { DataSource } from 'typeorm';
import {
  ImportStore,
  LearningStore,
  LessonStore,
  RatingStore,
  RegistryStore,
  RoundSums,
  TextStore,
} from '#storage';
import { v7 as timeOrderedId } from 'uuid';
import { admission, call, outcome, rating } from './rows.js';
import type { StorageGround } from './storage.js';

const PRICE = { inputNano: 1, outputNano: 2, requestNano: 0 };
const TASK = {
  config: {},
  source: 'api',
  fileConfig: null,
  paused: false,
  deletedAt: null,
} as const;
const WEEK_MS = 7 * 86_400_000;

/** Puts rows into every table there is, as the service would. */
export async function fillTables(ground: StorageGround): Promise<void> {
  const { source } = ground;
  await new RegistryStore(source).change('key_1', async (draft) => {
    await draft.put('task', 'qa', TASK, 'create');
    await draft.put('model', 'small', TASK, 'create');
    await draft.setPrice('small', { inputUsdPerMillionTokens: 1 }, null);
  });
  await new LessonStore(source).open('qa', 'words', { small: PRICE }, () => Uint8Array.of(1));
  for (const sql of SUPPLIES) await source.query(sql);
  await oneGeneration(ground);
  await new RegistryStore(source).change('key_1', (draft) =>
    draft.resetLearning(draft.find('task', 'qa')!),
  );
  await oneGeneration(ground);
  await breakerAndEvents(source);
  await new RoundSums(source).pass(100);
  await source.query('INSERT INTO purser.round_changes SELECT id FROM purser.queries LIMIT 1');
  await source.query('INSERT INTO purser.rounds_to_sum SELECT id FROM purser.queries LIMIT 1');
}

/** Rounds that were rated, failed, driven, erased; and an import under the same id each time. */
async function oneGeneration(ground: StorageGround): Promise<void> {
  const { source } = ground;
  const learning = new LearningStore(source);
  const [{ id: windowId }] = await source.query<[{ id: string }]>(
    'SELECT id FROM purser.cap_windows',
  );
  const traced = { ...admission().round, explanation: { trace: { size: 1 } } };
  const old = new Date(Date.now() - WEEK_MS);
  const admitted = (over = {}) =>
    ground.admitted({
      round: traced,
      windowIds: [Number(windowId)],
      labels: { team: 'a' },
      ...over,
    });
  const idempotency = { key: 'once', bodyHash: 'h' };
  const [rated, failed, driven] = [
    await admitted({ idempotency, keyId: timeOrderedId() }),
    await admitted(),
    await admitted({ metadata: { purser_session_id: 's' } }),
  ];
  const erased = await admitted({ id: timeOrderedId({ msecs: old.getTime() }), createdAt: old });
  await admitted();
  const terms = { epochRounds: 100, successAtMicro: 500_000 };
  const priced = { price: PRICE, scoreMicro: 700_000, details: { refusal: 'No.' } };
  await learning.learn([
    { ...outcome(rated, [call('small', { scoreMicro: 0 }), call('large', priced)]), ...terms },
    {
      ...outcome(failed, [call('small', { status: 'failed', answer: null, scoreMicro: 0 })]),
      status: 'failed',
      servedModel: null,
    },
    { ...outcome(driven, [call('small')]), driven: { turnMs: 1_000, waitMs: WEEK_MS } },
    { ...outcome(erased, [call('small', { scoreMicro: 1_000_000 })]), finishedAt: old },
  ]);
  const receipt = { scope: 'survey', id: rated, final: false };
  await new RatingStore(source).rate([
    rating(rated, 200_000, { receipt, comment: 'Hm.', tags: { by: 'x' } }),
    rating(erased, 300_000, { comment: 'Old.' }),
  ]);
  await new TextStore(source).erase(
    { task: 'qa', from: 'full', to: 'hash', before: new Date(Date.now() - 1_000) },
    10,
  );
  await new ImportStore(source).write(
    { task: 'qa', id: 'evals', keyId: null, epochRounds: null },
    async (putAside) => {
      const seen = { model: 'small', rewardMicro: 1, costNano: 1, replacesMicro: null };
      await putAside([{ trace: { size: 1 }, first: true, calls: [seen] }]);
      return { arms: [IMPORTED], outcomes: 1, contentHash: 'h' };
    },
  );
}

const IMPORTED = {
  model: 'small',
  price: PRICE,
  rewards: 1,
  rewardSumMicro: 1,
  rewardSquareSumMicro2: 1n,
  costs: 1,
  costSumNano: 1,
  costSquareSumNano2: 1n,
  tokenCalls: 0,
  inputTokens: 0,
  outputTokens: 0,
};

const SUPPLIES = [
  `INSERT INTO purser.caps (scope, subject, span, time_zone, hard, limit_nano, origin)
   VALUES ('task', 'qa', 'day', 'UTC', true, 1000000000, 'api')`,
  `INSERT INTO purser.cap_windows (cap_id, starts_at, ends_at)
   SELECT id, now(), now() + interval '1 day' FROM purser.caps`,
  `INSERT INTO purser.label_values VALUES ('qa', 'team', 'a')`,
  `INSERT INTO purser.api_keys (id, name, roles, secret_hash)
   VALUES ('key_1', 'shop', '{query}', sha256('secret'))`,
  `INSERT INTO purser.webhook_sources (name, origin, mapping, secrets) VALUES ('survey', 'api', '{}', '[]')`,
  `INSERT INTO purser.webhook_endpoints (name, url, events)
   VALUES ('crm', 'https://example.com', '{breaker.opened,budget.soft_limit,query.answered}')`,
  `INSERT INTO purser.vote_estimates (task, generation, version, terms, votes, rewards, content)
   VALUES ('qa', 0, 1, '{}', 1, 1, '{}')`,
  `INSERT INTO purser.plans (id, task, status, queries, models, seed)
   VALUES (gen_random_uuid(), 'qa', 'ready', 1, '{small}', 1)`,
  `INSERT INTO purser.plan_queries (plan_id, place, id, request) SELECT id, 0, 'q', '{}' FROM purser.plans`,
  `INSERT INTO purser.plan_samples (plan_id, place, content) SELECT id, 0, '{}' FROM purser.plans`,
  `INSERT INTO purser.plan_grounds SELECT id, '\\x00' FROM purser.plans`,
  `INSERT INTO purser.plan_points SELECT id, 0, 'sweep', 0.5, 0.4, 0.6, 1, '\\x00' FROM purser.plans`,
  `INSERT INTO purser.subset_trainings (task, last_version, active) VALUES ('qa', 1, 1)`,
  `INSERT INTO purser.subset_versions
   VALUES ('qa', 1, 0, 'taken', now(), NULL, '{small}', '{}', 1, gen_random_uuid(), '{}', '\\x00')`,
];

/** The triggers write deliveries. */
async function breakerAndEvents(source: DataSource): Promise<void> {
  await source.query(`INSERT INTO purser.open_breakers VALUES ('small', now(), now(), 1, 'down')`);
  await source.query(
    `INSERT INTO purser.budget_events (kind, window_id, amount_nano)
     SELECT 'soft_limit', id, 1 FROM purser.cap_windows`,
  );
}
