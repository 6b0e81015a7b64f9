import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomOf } from '#bandit';
import { afterAll, describe, expect, it } from 'vitest';
import { playReplay } from './play-replay.js';
import { policyNames } from './policies.js';
import { readData } from './recorded-data.js';
import { runOptions, termsOf, type RunFlags } from './replay-options.js';

/** Written anew with UPDATE_GOLDEN=1. The same on Node 20 and 24, to the last digit. */
const GOLDEN = join(import.meta.dirname, '../../../../test/golden/replay.json');

const folder = mkdtempSync(join(tmpdir(), 'purser-golden-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** Queries in words of their own, models of all prices, and scores between 0 and 1 among others. */
function recorded(): string {
  const random = randomOf(7);
  const words = ['sum', 'prove', 'parse', 'list', 'integral', 'string', 'graph', 'verb', 'tale'];
  const lines = Array.from({ length: 120 }, (_, at) => {
    const drawn = Array.from({ length: 6 }, () => words[Math.floor(random.next() * words.length)]);
    const outcomes = Object.fromEntries(
      [1, 3, 9, 27, 81].map((price, model) => {
        const right = random.next() < 0.4 + 0.1 * model;
        const score = random.next() < 0.1 ? 0.25 : Number(right);
        return [`m${model}`, { score, cost_usd: price * 1e-5 * (0.5 + random.next()) }];
      }),
    );
    return JSON.stringify({ id: `q${at}`, task: 't', query: drawn.join(' '), outcomes });
  });
  const path = join(folder, 'golden.jsonl');
  writeFileSync(path, lines.join('\n'));
  return path;
}

async function played(reward: string, changes: Partial<RunFlags>) {
  const path = recorded();
  const flags: RunFlags = {
    size: '3',
    budget: '0.0004',
    policy: [...policyNames, 'oracle'].join(','),
    set: [],
    rounds: '300',
    seeds: '1',
    drift: [],
    ...changes,
  };
  const { report } = playReplay({
    path,
    data: await readData({ path, tasks: null, models: null, split: null, warm: null }),
    terms: termsOf(reward, flags, 5),
    options: runOptions(flags),
    started: 0,
  });
  return report.runs.map(({ policy, curve, bestMixture, oracle, propensityMean, regret }) => ({
    reward,
    policy,
    bestMixture,
    oracle,
    propensityMean,
    regret,
    curve: curve.filter((_, at) => at % 40 === 39).map((point) => Object.values(point)),
  }));
}

describe('a seeded replay', () => {
  it('has the same curves as ever, to the last digit', async () => {
    const forgetting = { policy: 'c2mab-v', set: ['c2mab-v.halfLifeRounds=77'] };
    const curves = [
      ...(await played('any-win', {})),
      ...(await played('any-win', { charge: 'whole', policy: 'c2mab-v,contextual' })),
      ...(await played('sum-up', {})),
      ...(await played('all-in', {})),
      ...(await played('any-win', { ...forgetting, drift: ['m2:score*0.5@T/2'] })),
    ];
    const text = `${JSON.stringify(curves, null, 1)}\n`;
    if (process.env['UPDATE_GOLDEN']) writeFileSync(GOLDEN, text);
    expect(text).toBe(readFileSync(GOLDEN, 'utf8'));
  });
});
