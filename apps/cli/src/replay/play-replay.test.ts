import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { atOnce, estimateFromLog } from '#replay';
import { readLog } from './log-file.js';
import { playReplay } from './play-replay.js';
import { learnerOf } from './policies.js';
import { readData, type DataOptions } from './recorded-data.js';
import { runOptions, termsOf, type RunFlags } from './replay-options.js';

const folder = mkdtempSync(join(tmpdir(), 'purser-replay-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Queries of which the cheap model knows every other one, and the dear one nine of ten. */
function fileOf(rows: number, gaps = 0): string {
  const lines = Array.from({ length: rows }, (_, at) =>
    JSON.stringify({
      id: `q${at}`,
      task: at % 3 === 0 ? 'third' : 'rest',
      query: `query ${at}`,
      outcomes: {
        cheap: { score: at % 2, cost_usd: at < gaps ? null : 0.0001 },
        dear: { score: at % 10 === 0 ? 0 : 1, cost_usd: 0.001 },
      },
      split: at % 4 === 0 ? 'warm' : 'test',
    }),
  );
  const path = join(folder, `${rows}-${gaps}.jsonl`);
  writeFileSync(path, lines.join('\n'));
  return path;
}

const all = { tasks: null, models: null, split: null, warm: null };
const flags: RunFlags = {
  size: '2',
  budget: '0.0006,0.0008',
  policy: 'c2mab-v,cucb,oracle',
  set: [],
  rounds: '400',
  seeds: '2',
  drift: [],
};

async function replayed(data: Partial<DataOptions> = {}, changes: Partial<RunFlags> = {}) {
  const given = { ...flags, ...changes };
  const path = data.path ?? fileOf(200);
  return playReplay({
    path,
    data: await readData({ ...all, path, ...data }),
    terms: termsOf('any-win', given, 2),
    options: runOptions(given),
    started: performance.now(),
  }).report;
}

describe('a replay', () => {
  it('reports every policy within every budget, in this order', async () => {
    const report = await replayed();
    expect(report.runs.map(({ policy, budgetUsd }) => [policy, budgetUsd])).toEqual([
      ['c2mab-v', 0.0006],
      ['c2mab-v', 0.0008],
      ['cucb', 0.0006],
      ['cucb', 0.0008],
      ['oracle', 0.0006],
      ['oracle', 0.0008],
    ]);
    expect(report).toMatchObject({ queries: 200, skipped: 0, models: ['cheap', 'dear'], size: 2 });
    expect(report.runs[0]?.curve).toHaveLength(200);
  });

  it('knows the best mixture and the best model that the budget pays for', async () => {
    const [run] = (await replayed()).runs;
    expect(run?.bestMixture.reward).toBeCloseTo(0.9, 12);
    expect(run?.bestMixture.combinations).toEqual([{ models: ['cheap', 'dear'], probability: 1 }]);
    expect(run?.bestSingle).toMatchObject({ model: 'cheap', reward: 0.5 });
  });

  it('is the same again but for the time it took', async () => {
    const timeless = async () => ({ ...(await replayed()), wallMs: 0, roundsPerSecond: 0 });
    expect(await timeless()).toEqual(await timeless());
  });

  it('plays each query once without a number of rounds', async () => {
    const { rounds: _, ...rest } = flags;
    const path = fileOf(200);
    const report = playReplay({
      path,
      data: await readData({ ...all, path, split: 'test', warm: 'warm' }),
      terms: termsOf('any-win', rest, 2),
      options: runOptions(rest),
      started: performance.now(),
    }).report;
    expect(report.queries).toBe(150);
    expect(report.runs[0]?.rounds).toBe(150);
  });

  it('leaves out and counts queries with gaps, up to 5% of them', async () => {
    expect(await replayed({ path: fileOf(200, 10) })).toMatchObject({ queries: 190, skipped: 10 });
    await expect(replayed({ path: fileOf(200, 11) })).rejects.toThrow('11 of 200 queries');
  });

  it.each<[string, Partial<DataOptions>, Partial<RunFlags>]>([
    ['nobody is not in', { models: ['nobody'] }, {}],
    ['--task: there is no none', { tasks: ['none'] }, {}],
    ['--split: there is no split none', { split: 'none' }, {}],
    ['--budget 0.00001', {}, { budget: '0.00001' }],
    ['--policy: there is no best', {}, { policy: 'best' }],
    ['--drift', {}, { policy: 'oracle', drift: ['*:price*2@T/2'] }],
    ['ENOENT', { path: join(folder, 'none.jsonl') }, {}],
  ])('refuses what cannot be: %s', async (message, data, changes) => {
    await expect(replayed(data, changes)).rejects.toThrow(message);
  });

  it('regrets against the best mixture of the time, where the world changes', async () => {
    const [run] = (await replayed({}, { policy: 'c2mab-v', drift: ['*:score*0.5@T/2'] })).runs;
    expect(run?.bestMixture.reward).toBeLessThan(0.65);
    expect(run?.curve.at(-1)?.regret).toBeLessThan(60);
  });
});

describe('the log of a replay', () => {
  const log = join(folder, 'rounds.log');

  it('lets another policy be estimated', async () => {
    const set = ['c2mab-v.exploration=0.4'];
    await replayed(
      {},
      { policy: 'c2mab-v', budget: '0.0006', rounds: '2000', seeds: '1', set, log },
    );
    const file = await readLog(log);
    expect(file.rounds).toHaveLength(2_000);
    const terms = termsOf('any-win', flags, 2);
    const dear = atOnce(estimateFromLog(file, learnerOf('fixed', { models: 'dear' }, terms), 1e6));
    expect(dear.isSupported).toBe(true);
    expect(dear.reward.dr.low).toBeLessThan(0.9);
    expect(dear.reward.dr.high).toBeGreaterThan(0.9);
    expect(dear.costNano.dr.value / 1e6).toBeCloseTo(1, 1);
  });

  it('is refused without propensities, by line', async () => {
    const bare = join(folder, 'bare.log');
    writeFileSync(bare, readFileSync(log, 'utf8').replaceAll(/"propensity":[^,]*,/g, ''));
    await expect(readLog(bare)).rejects.toThrow('line 2: propensity');
  });

  it('leaves nothing where a replay fails', async () => {
    const path = join(folder, 'failed.log');
    const models = ['fixed.models=nobody'];
    await expect(replayed({}, { policy: 'fixed', set: models, log: path })).rejects.toThrow(
      'nobody',
    );
    expect(() => readFileSync(path)).toThrow('ENOENT');
    expect(() => readFileSync(`${path}.partial`)).toThrow('ENOENT');
  });
});
