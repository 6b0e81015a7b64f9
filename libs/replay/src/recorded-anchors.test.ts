import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { bestMixture } from './best-mixture.js';
import { combinationPoints } from './combination-points.js';
import { alwaysBest } from './fixed-choices.js';
import type { HindsightTerms } from './hindsight-terms.js';
import { linesOf } from './lines.js';
import { outcomeTable } from './outcome-table.js';
import { readRecorded } from './recorded-file.js';
import { recordedWorld } from './recorded-world.js';

/** A folder with `zeroeval_2024.jsonl.gz`: WildEval's ZeroEval outcomes of 2024, which are not part of the project. */
const folder = process.env['PURSER_TEST_DATA'];

const MODELS = [
  'gemma-2-2b-it',
  'Qwen2-7B-Instruct',
  'gemini-1.5-flash',
  'deepseek-v2.5-0908',
  'gpt-4o-mini-2024-07-18',
  'Meta-Llama-3.1-70B-Instruct',
  'Mistral-Large-2',
  'gpt-4o-2024-08-06',
  'claude-3-5-sonnet-20241022',
];

const anyWin: HindsightTerms = { rewardModel: 'any-win', size: 4, successAt: 1, charge: 'cascade' };
const CASES: readonly [HindsightTerms, readonly number[], readonly number[]][] = [
  [anyWin, [0.0002, 0.0005, 0.001, 0.002], [0.869, 0.89, 0.91, 0.918]],
  [{ ...anyWin, charge: 'whole' }, [0.0002, 0.0005, 0.001, 0.002], [0.813, 0.871, 0.882, 0.892]],
  [{ ...anyWin, rewardModel: 'sum-up' }, [0.001, 0.002, 0.004], [2.956, 3.013, 3.092]],
  [{ ...anyWin, rewardModel: 'all-in' }, [0.001, 0.002, 0.004], [0.574, 0.6, 0.628]],
];

describe.skipIf(!folder)('hindsight on ZeroEval (set PURSER_TEST_DATA to its folder)', async () => {
  const table = folder ? await tableOf(join(folder, 'zeroeval_2024.jsonl.gz')) : null;

  it.each(CASES)('earns the known figures of the best mixture: %j', (terms, budgets, rewards) => {
    const points = combinationPoints(table!, terms);
    budgets.forEach((usd, i) => {
      const off = bestMixture(points, usd * 1e9).reward - rewards[i]!;
      expect(Math.abs(off), `at $${usd}`).toBeLessThan(0.001);
    });
  });

  it('earns .836 with the best single model, at $0.0034', () => {
    const { reward, costNano } = alwaysBest(table!, anyWin);
    expect(reward.toFixed(3)).toBe('0.836');
    expect((costNano / 1e9).toFixed(4)).toBe('0.0034');
  });
});

async function tableOf(path: string) {
  const queries = await readRecorded(linesOf(createReadStream(path).pipe(createGunzip())));
  const known = queries.map(({ id, text, task }) => ({ id, text, task }));
  return outcomeTable(recordedWorld(queries), known, MODELS);
}
