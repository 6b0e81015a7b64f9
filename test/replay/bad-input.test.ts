import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PURSER = join(import.meta.dirname, '../../dist/apps/cli/main.js');

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'purser-bad-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function purser(args: readonly string[]) {
  const { PATH, HOME } = process.env;
  return spawnSync(process.execPath, [PURSER, ...args], {
    cwd: folder,
    env: { PATH, HOME },
    encoding: 'utf8',
  });
}

/** One line that says what is wrong, an exit code of 2, and no file that was not there before. */
function expectRefused(args: readonly string[], says: RegExp): void {
  const before = readdirSync(folder);
  const { status, stdout, stderr } = purser(args);
  expect(stderr).toMatch(says);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).toMatch(/^purser/);
  expect(stdout).toBe('');
  expect(status).toBe(2);
  expect(readdirSync(folder)).toEqual(before);
}

function row(id: string, score: unknown = 1, costUsd: unknown = 0.001): string {
  const outcomes = { m: { score, cost_usd: costUsd }, n: { score: 0, cost_usd: 0.01 } };
  return JSON.stringify({ id, task: 't', query: `query ${id}`, outcomes });
}

const fine = Array.from({ length: 40 }, (_, at) => row(`q${at}`));
const withLine = (line: string) => [...fine.slice(0, 6), line, ...fine.slice(7)].join('\n');
const squeezed = gzipSync(fine.join('\n'));

const RUN = '--reward any-win --size 1 --budget 0.005 --policy c2mab-v --seeds 1'.split(' ');

describe('a recorded file that cannot be used', () => {
  it.each<[string, string | Uint8Array, RegExp]>([
    ['truncated.jsonl', fine.join('\n').slice(0, -20), /line 40, the last, is cut off/],
    ['truncated.jsonl.gz', squeezed.subarray(0, -30), /truncated: the gzip stream ends in line/],
    ['no-gzip.jsonl.gz', 'hello', /line 1, the last, is cut off or not JSON/],
    ['corrupt.jsonl.gz', squeezed.map((byte, at) => (at > 40 ? byte ^ 0xff : byte)), /--data/],
    ['empty.jsonl', '', /the file holds no queries/],
    ['text.jsonl', withLine('{"id": '), /line 7: not JSON/],
    ['array.jsonl', withLine('[1]'), /line 7: the line is \[1\], must be an object/],
    ['score.jsonl', withLine(row('x', 1.5)), /line 7: outcomes\.m\.score is 1\.5, must be in/],
    ['below.jsonl', withLine(row('x', -0.1)), /line 7: outcomes\.m\.score is -0\.1/],
    ['words.jsonl', withLine(row('x', '1')), /line 7: outcomes\.m\.score is "1"/],
    ['cost.jsonl', withLine(row('x', 1, -1)), /line 7: outcomes\.m\.cost_usd is -1/],
    ['twice.jsonl', withLine(row('q0')), /line 7: id "q0" is that of line 1 too/],
    ['bare.jsonl', withLine('{"id":"x","task":"t","query":""}'), /line 7: outcomes is missing/],
    [
      'gaps.jsonl',
      [...fine, row('a', null), row('b', 1, null), row('c', null)].join('\n'),
      /3 of 43 queries lack a score or a cost/,
    ],
  ])('is refused by line: %s', (name, content, says) => {
    writeFileSync(join(folder, name), content);
    expectRefused(['replay', '--data', name, ...RUN], says);
  });

  it.each([
    ['none.jsonl', /--data none\.jsonl: ENOENT/],
    ['.', /--data \.: EISDIR/],
  ])('is refused where there is none: %s', (name, says) => {
    expectRefused(['replay', '--data', name, ...RUN], says);
  });
});

describe('an option of a replay that cannot be used', () => {
  beforeAll(() => writeFileSync(join(folder, 'fine.jsonl'), fine.join('\n')));

  it.each<[string, RegExp]>([
    ['', /--reward, --size, --budget, --policy are missing/],
    [`${RUN.join(' ')} --models m,zz`, /--models: zz is not in fine\.jsonl, which has m, n/],
    [`${RUN.join(' ')} --models m,m`, /--models names m twice/],
    [`${RUN.join(' ')} --task zz`, /--task: there is no zz; there are t/],
    [`${RUN.join(' ')} --split zz`, /--split: there is no split zz/],
    [`${RUN.join(' ')} --warm zz`, /--warm: there is no split zz/],
    [`${RUN.join(' ')} --reward best`, /--reward is best/],
    [`${RUN.join(' ')} --charge some`, /--charge is some/],
    [`${RUN.join(' ')} --size 3`, /--size is 3, must be a whole number from 1 to 2/],
    [`${RUN.join(' ')} --size 0`, /--size is 0/],
    [`${RUN.join(' ')} --budget 0.0001`, /--budget 0\.0001: .* the cheapest \(m\) costs 0\.00100/],
    [`${RUN.join(' ')} --budget much`, /--budget is much/],
    [`${RUN.join(' ')} --rounds 0`, /--rounds is 0/],
    [`${RUN.join(' ')} --seeds 1.5`, /--seeds is 1\.5/],
    [`${RUN.join(' ')} --policy nobody`, /--policy: there is no nobody; there are c2mab-v/],
    [`${RUN.join(' ')} --set c2mab-v.nothing=1`, /--set of c2mab-v: .*no setting nothing/],
    [`${RUN.join(' ')} --set c2mab-v.delta=9`, /--set of c2mab-v: delta is 9/],
    [`${RUN.join(' ')} --set c2mab-v.windowRounds=x`, /--set of c2mab-v: x is no number/],
    [`${RUN.join(' ')} --set delta=1`, /--set is delta=1, must be like/],
    [`${RUN.join(' ')} --drift m:score`, /--drift is m:score, must be like/],
    [`${RUN.join(' ')} --drift zz:score*0.5@5`, /--drift .*: zz is not one of the models/],
    [`${RUN.join(' ')} --drift m:score*0.5@400`, /--drift .*: round 400 is not within/],
    [`${RUN.join(' ')} --plot nowhere/x.svg`, /--plot nowhere\/x\.svg: ENOENT/],
    [`${RUN.join(' ')} --plot x.gif`, /--plot is x\.gif, must end in \.svg or \.png/],
    [`${RUN.join(' ')} --log nowhere/x.log`, /--log nowhere\/x\.log: ENOENT/],
    [`${RUN.join(' ')} --nothing`, /unknown option '--nothing' \(see purser replay --help\)/],
    [`${RUN.join(' ')} stray`, /too many arguments/],
  ])('is refused by name: %s', (options, says) => {
    const words = options === '' ? [] : options.split(' ');
    expectRefused(['replay', '--data', 'fine.jsonl', ...words], says);
  });

  it('is refused in other commands too', () => {
    expectRefused(['nothing'], /unknown command 'nothing' \(see purser --help\)/);
    expectRefused(['simulate', '--preset', 'none'], /--preset is none/);
    expectRefused(['bench', 'decide', '--seconds', 'x'], /^purser bench decide: .*--seconds/);
  });
});

describe('an option of a plan that cannot be used', () => {
  beforeAll(() => writeFileSync(join(folder, 'fine.jsonl'), fine.join('\n')));

  it.each<[string, RegExp]>([
    ['--train 1', /--train is 1, must be above 0 and below 1/],
    ['--train 0.001', /--train is 0\.001, which makes 0 of 40 queries known/],
    ['--train 0.5 --size 3', /--size is 3, must be at most the number of models, 2/],
    ['--budget 1 --accuracy 0.5', /two questions: ask one of them/],
    ['--train 0.5 --budget 0.001', /--budget: the cheapest allocation .* \$0\.0[12]/],
    ['--train 0.5 --accuracy 0.9999', /--accuracy: the highest accuracy that can be had/],
  ])('is refused by name: %s', (options, says) => {
    expectRefused(['plan', '--data', 'fine.jsonl', ...options.split(' ')], says);
  });
});

describe('a log that cannot be used', () => {
  const ASK = ['--policy', 'cucb', '--budget', '0.005'];
  let lines: string[];
  beforeAll(() => {
    writeFileSync(join(folder, 'fine.jsonl'), fine.join('\n'));
    expect(purser(['replay', '--data', 'fine.jsonl', ...RUN, '--log', 'fine.log']).status).toBe(0);
    lines = readFileSync(join(folder, 'fine.log'), 'utf8').trimEnd().split('\n');
  });

  it.each<[string, (line: string, at: number) => string, RegExp]>([
    [
      'without propensities',
      (line) => line.replace(/"propensity":[^,]*,/, ''),
      /line 2: propensity/,
    ],
    [
      'with a propensity of 0',
      (line, at) => (at === 4 ? line.replace(/"propensity":[^,]*/, '"propensity":0') : line),
      /line 5: propensity/,
    ],
    [
      'of models that were not offered',
      (line, at) =>
        at === 4 ? line.replace(/"combination":\["[^"]*/, '"combination":["zz') : line,
      /line 5: zz is none of the models/,
    ],
    ['cut off', (line, at) => (at === 40 ? line.slice(0, 30) : line), /line 41: .*JSON/],
    ['of another kind', () => row('q'), /line 1: rewardModel/],
  ])('is refused by line: one %s', (name, spoil, says) => {
    writeFileSync(join(folder, 'bad.log'), lines.map(spoil).join('\n'));
    expectRefused(['what-if', '--log', 'bad.log', ...ASK], says);
  });

  it('is refused for a budget that nothing fits', () => {
    expectRefused(
      ['what-if', '--log', 'fine.log', '--policy', 'cucb', '--budget', '1e-7'],
      /--budget 1e-7/,
    );
  });
});
