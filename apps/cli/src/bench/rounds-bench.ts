import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import {
  migrateUp,
  purserDatabase,
  RoundSearch,
  startEmbeddedPostgres,
  type RoundFilter,
} from '#storage';

/** How long a page of a search took. */
export interface SearchFigure {
  readonly what: string;
  /** Of the page; a search that took too long says how far it came instead. */
  readonly found: number;
  readonly isWhole: boolean;
  readonly medianMs: number;
  readonly mostMs: number;
}

const TIMES = 7;
const PAGE = 50;
const TASKS = ['chat', 'mail', 'rare'];
const ALL = { tasks: TASKS };

const YEAR_AGO = Date.now() - 365 * 86_400_000;
const from = new Date(YEAR_AGO + 100 * 86_400_000);
const to = new Date(YEAR_AGO + 101 * 86_400_000);

/** Of a year's rounds: 70% of a task with rewards 0 and 1, 20% of one with any, 10% of a third. */
const SEARCHES: readonly (readonly [string, RoundFilter])[] = [
  ['nothing else', ALL],
  ['a task', { tasks: ['rare'] }],
  ['a day', { ...ALL, from, to }],
  ['failed', { ...ALL, status: 'failed' }],
  ['a task, failed, a day', { tasks: ['mail'], status: 'failed', from, to }],
  ['pending', { ...ALL, status: 'pending' }],
  ['a model of half the rounds', { ...ALL, model: 'large' }],
  ['a model of one week, months ago', { ...ALL, model: 'tried' }],
  ['a model that never was', { ...ALL, model: 'never' }],
  ['reward up to 0.2', { ...ALL, mostRewardMicro: 200_000 }],
  [
    'reward that no round has',
    { tasks: ['chat'], leastRewardMicro: 400_000, mostRewardMicro: 600_000 },
  ],
  ['reward of a few rounds', { ...ALL, leastRewardMicro: 500_000, mostRewardMicro: 500_001 }],
  ['cost over $0.01', { ...ALL, leastCostNano: 10_000_000 }],
  ['cost that no round has', { ...ALL, leastCostNano: 20_000_000_000 }],
  ['a cent, to the nano-dollar', { ...ALL, leastCostNano: 5_000_000, mostCostNano: 5_000_003 }],
  [
    'a model, a status, reward, cost and a day',
    {
      tasks: ['mail'],
      model: 'large',
      status: 'answered',
      leastRewardMicro: 300_000,
      mostRewardMicro: 310_000,
      leastCostNano: 1_000_000,
      mostCostNano: 2_000_000,
      from,
      to,
    },
  ],
];

/** Searches among so many rounds, in a PostgreSQL of its own that is thrown away. */
export async function benchRounds(
  rounds: number,
  log: (line: string) => void,
): Promise<SearchFigure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'purser-bench-'));
  const server = await startEmbeddedPostgres({ folder: join(folder, 'postgres') });
  try {
    await migrateUp(server.url);
    const database = await purserDatabase(server.url).initialize();
    log(`${rounds.toLocaleString('en')} rounds are being made…`);
    await seed(database, rounds);
    const search = new RoundSearch(database);
    const figures: SearchFigure[] = [];
    for (const [what, filter] of SEARCHES) figures.push(await measure(search, what, filter));
    const half = (await search.find({ ...ALL, to: from }, 1)).rounds[0]?.id ?? null;
    figures.push(await measure(search, 'a page in the middle', ALL, half));
    await database.destroy();
    return figures;
  } finally {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(
  search: RoundSearch,
  what: string,
  filter: RoundFilter,
  before: string | null = null,
): Promise<SearchFigure> {
  const times: number[] = [];
  let page = { rounds: [] as unknown[], before: null as string | null };
  for (let time = 0; time < TIMES; time++) {
    const begun = performance.now();
    page = await search.find(filter, PAGE, before);
    times.push(performance.now() - begun);
  }
  times.sort((one, other) => one - other);
  return {
    what,
    found: page.rounds.length,
    isWhole: page.rounds.length === PAGE || page.before === null,
    medianMs: times[Math.floor(TIMES / 2)] ?? NaN,
    mostMs: times.at(-1) ?? NaN,
  };
}

/** Indexes are made afterwards, which is quicker. */
async function seed(database: DataSource, rounds: number): Promise<void> {
  const indexes = await database.query<{ name: string; definition: string }[]>(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes
     WHERE tablename = 'round_figures' AND indexname <> 'round_figures_pkey'`,
  );
  for (const { name } of indexes) await database.query(`DROP INDEX purser."${name}"`);
  await database.query(SEED, [YEAR_AGO, rounds]);
  for (const { definition } of indexes) await database.query(definition);
  await database.query('VACUUM ANALYZE purser.round_figures');
  await database.query(SEED_SERIES);
}

const SEED = `
INSERT INTO purser.round_figures (id, task, at, status, models, policy, reward_model, answered_by,
  rated, reward_micro, cost_nano, latency_us, call_rewards)
SELECT (lpad(to_hex(ms), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
  task, to_timestamp(ms / 1e3), status, models, 'c2mab-v', 'any-win', models[1], luck < 0.1,
  CASE WHEN status = 'answered' THEN CASE task WHEN 'chat' THEN (other < 0.9)::integer * 1000000
    ELSE (other * 1e6)::bigint END END,
  CASE WHEN status <> 'pending' THEN (100000 * exp(luck * 5 + other))::bigint END,
  (1e6 * other)::bigint, '{1000000}'
FROM (
  SELECT n, ms, luck, other,
    CASE WHEN n % 10 < 7 THEN 'chat' WHEN n % 10 < 9 THEN 'mail' ELSE 'rare' END AS task,
    CASE WHEN n > $2::bigint - 100 THEN 'pending' WHEN other < 0.005 THEN 'failed'
      ELSE 'answered' END AS status,
    CASE WHEN n BETWEEN $2::bigint / 2 AND $2::bigint / 2 + $2::bigint / 52 AND luck < 0.3
      THEN '{tried,large}'::text[] WHEN luck < 0.5 THEN '{small}' ELSE '{small,large}' END AS models
  FROM (
    SELECT n, $1::bigint + n * (365 * 86400000::bigint) / $2::bigint AS ms, random() AS luck,
      random() AS other
    FROM generate_series(1, $2::bigint) AS n
  ) AS drawn
) AS round`;

const SEED_SERIES = `
INSERT INTO purser.model_series (task, step, at, model, chosen, calls, cost_nano, rewarded,
  reward_sum_micro, latency_us)
SELECT task, 3600, date_bin('1 hour', at, to_timestamp(0)), model, count(*), 0, 0, 0, 0, 0
FROM purser.round_figures, unnest(models) AS model GROUP BY 1, 3, 4`;
