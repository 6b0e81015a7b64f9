import { mkdtemp, rm, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSelectData } from './select-data.js';
import { selectOptions, type SelectFlags } from './select-options.js';
import { drawnSelect } from './select-chart.js';
import { selectReport } from './select-report.js';
import { selectSeed } from './select-seed.js';
import { selectTable } from './select-table.js';

const outcome = (score: number, latency_ms: number, answer: string) => ({
  ...{ score, latency_ms, answer },
  ...{ cost_usd: 0.001, tokens_in: 10, tokens_out: Math.round(latency_ms / 10) },
});

/** Two kinds of queries, told apart by their words; each has a quick model, and one slow does both. */
const lines = Array.from({ length: 300 }, (_, at) => {
  const isSum = at % 2 === 0;
  const wobble = 1 + (at % 7) / 10;
  return JSON.stringify({
    id: `q${at}`,
    task: 'mixed',
    query: isSum ? `add ${at % 5} to ${at % 3}` : `a poem of the sea and the ${at % 5} winds`,
    outcomes: {
      reckoner: outcome(Number(isSum), 400 * wobble, isSum ? '1,000' : 'odd'),
      poet: outcome(Number(!isSum), 500 * wobble, isSum ? 'odd' : '$1000.0'),
      sage: outcome(Number(at % 20 > 0), 3_000 * wobble, at % 20 > 0 ? '1000' : 'odd'),
    },
  });
});

const flags = {
  ...{ reward: 'any-win', execution: 'parallel', latency: 'measured', size: '1' },
  ...{ train: '0.5', seeds: '1', within: '0.005', lose: '0.0075', target: '0.95' },
} satisfies SelectFlags;

describe('subsets of recorded queries', () => {
  let folder: string;
  let data: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'purser-select-'));
    data = join(folder, 'outcomes.jsonl');
    await writeFile(data, lines.join('\n'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const optionsOf = (own: Partial<SelectFlags> = {}) => selectOptions({ ...flags, data, ...own });
  const figuresOf = async (own: Partial<SelectFlags> = {}) => {
    const options = optionsOf(own);
    const read = await readSelectData(options);
    return { read, options, seed: selectSeed(read, options, 0) };
  };

  it('are as accurate as the best for all, and quicker, where kinds of queries differ', async () => {
    const { seed } = await figuresOf();
    expect(seed.mostAccurate.models).toEqual(['sage']);
    const priced = seed.ways.find(({ way }) => way === 'priced');
    expect(priced?.accuracy).toBeGreaterThanOrEqual(seed.mostAccurate.accuracy);
    expect(priced?.latency).toBeLessThan(0.3 * seed.mostAccurate.latency);
    expect(seed.classifier.f1).toBeGreaterThan(seed.classifier.f1OfMeans);
    expect(seed.classifier.calibration.brier).toBeLessThan(seed.classifier.brierOfMeans);
    expect(seed.classifier.latencyError).toBeLessThan(0.4);
  });

  it('are quicker the dearer time is', async () => {
    const { seed } = await figuresOf({ size: '2' });
    const latencies = seed.curve.map(({ chosen }) => chosen.latency);
    expect(latencies).toEqual(latencies.toSorted((left, other) => other - left));
  });

  it('vote by the numbers they say, however written', async () => {
    const { seed } = await figuresOf({ size: '3', reward: 'vote', latency: 'tokens' });
    expect(seed.mostAccurate.accuracy).toBeGreaterThan(0.9);
  });

  it('stop at the first success in a cascade', async () => {
    const cascade = await figuresOf({ size: '2', execution: 'cascade' });
    const parallel = await figuresOf({ size: '2' });
    expect(cascade.seed.curve[0]?.chosen.latency).toBeLessThan(
      parallel.seed.curve[0]?.chosen.latency ?? 0,
    );
  });

  it('are reported as JSON and as a table', async () => {
    const { seed, read, options } = await figuresOf();
    const sizes = { models: read.models, train: 150, test: 150, leftOut: 0 };
    const report = selectReport([seed, seed], options, sizes, 12);
    expect(report.ways.map(({ way }) => way)).toEqual([
      'max-confidence',
      'labelled-top-k',
      'weighted-max-confidence',
      'priced',
      'priced, at most 1',
      'priced, smallest that reaches 0.95',
    ]);
    expect(report.mostAccurateStatic.accuracyGain).toEqual({ mean: 0, stderr: 0 });
    expect(JSON.parse(JSON.stringify(report))).toEqual(report);
    expect(selectTable(report)).toContain('most accurate static subset');
    const plot = join(folder, 'curve.svg');
    await drawnSelect(report, plot);
    const svg = await readFile(plot, 'utf8');
    expect(svg.match(/<polyline/g)!.length).toBeGreaterThanOrEqual(6);
    expect(svg).toContain('accuracy over milliseconds, subsets of 1');
  });

  it.each([
    [{ models: 'sage,nobody' }, '--models: nobody is not in'],
    [{ size: '4' }, '--size is 4, must be at most the number of models, 3'],
    [{ task: 'other' }, '--task: there is no other; there are mixed'],
    [{ reward: 'vote', execution: 'cascade' }, 'it is for --reward any-win, not vote'],
    [{ reward: 'sum-up' }, '--reward is sum-up, must be any-win or all-in or vote'],
    [{ train: '1' }, '--train is 1, must be above 0 and below 1'],
    [{ train: '0.01' }, 'which makes 3 of 300 queries known: at least 10 must be'],
  ] satisfies [Partial<SelectFlags>, string][])('refuse %o', async (own, message) => {
    await expect(figuresOf(own)).rejects.toThrow(message);
  });

  it('refuse a model whose latency nobody knows, and name the way out', async () => {
    const path = join(folder, 'untimed.jsonl');
    await writeFile(path, lines.join('\n').replaceAll(/"latency_ms":[\d.]+/g, '"latency_ms":null'));
    await expect(figuresOf({ data: path })).rejects.toThrow('take --latency tokens as a proxy');
  });
});
