import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const PURSER = join(import.meta.dirname, '../../dist/apps/cli/main.js');
/** A folder with `overruling_24llm.jsonl.gz`: answers on OVERRULING, which are not part of the project. */
const data = process.env['PURSER_TEST_DATA'];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'purser-vote-'));
  const lines = Array.from({ length: 60 }, (_, at) => {
    const label = at % 2 === 0 ? 'yes' : 'no';
    const answer = at % 5 === 0 ? 'I cannot tell' : `The answer is ${label}.`;
    const outcomes = {
      good: { answer: label, cost_usd: 0.001 },
      other: { answer, cost_usd: 0.0004, tokens_in: 5 },
    };
    const split = at < 40 ? 'train' : 'test';
    return JSON.stringify({
      id: `q${at}`,
      task: 't',
      query: `query ${at}`,
      outcomes,
      label,
      split,
    });
  });
  writeFileSync(join(folder, 'answers.jsonl'), lines.join('\n'));
  writeFileSync(join(folder, 'one.jsonl'), lines.filter((_, at) => at % 2 === 0).join('\n'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function vote(args: string) {
  const { PATH, HOME } = process.env;
  return spawnSync(process.execPath, [PURSER, 'vote', ...args.split(' ').filter(Boolean)], {
    cwd: folder,
    env: { PATH, HOME },
    encoding: 'utf8',
  });
}

describe('purser vote', () => {
  it('plays ensembles learnt beforehand and from nothing, and reads answers as labels', () => {
    const { stdout, status } = vote('--data answers.jsonl --budget 0.0004,0.002 --seeds 2 --json');
    expect(status).toBe(0);
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ labels: ['no', 'yes'], train: 40, test: 20 });
    const accuracyOf = (rows: any[], way: string): number =>
      rows.find((row) => row.way === way).accuracy.mean;
    const [low, high] = report.budgets;
    expect(accuracyOf(low.offline, 'thrift')).toBeCloseTo(0.9, 9); // Of two labels, half of what it cannot tell.
    expect(accuracyOf(high.offline, 'thrift')).toBe(1);
    expect(accuracyOf(high.online, 'thrift')).toBeGreaterThan(0.95);
    expect(vote('--data answers.jsonl --budget 0.002 --seeds 1').stdout).toContain('belief of all');
  });

  it.each([
    ['', /--data, --budget are missing/],
    ['--data nowhere.jsonl --budget 1', /nowhere/],
    ['--data answers.jsonl --budget 0', /--budget is 0/],
    ['--data answers.jsonl --budget 1 --labels yes', /must name at least two labels/],
    ['--data answers.jsonl --budget 1 --labels yes,maybe', /the label no of answers.jsonl is not/],
    ['--data one.jsonl --budget 1', /has the one label yes: a vote needs two/],
    ['--data answers.jsonl --budget 1 --models good,best', /best is not in answers.jsonl/],
    ['--data answers.jsonl --budget 1 --models good --with-tokens', /give one of them/],
    ['--data answers.jsonl --budget 1 --train dev', /--train: there is no split dev/],
    ['--data answers.jsonl --budget 1 --size 0', /--size is 0/],
  ])('refuses %j', (args, says) => {
    const { stderr, stdout, status } = vote(args);
    expect(stderr).toMatch(says);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  it.skipIf(data === undefined)(
    'saves 45% of the planned cost on OVERRULING by stopping early, and changes no label',
    () => {
      const budgets = '--budget 0.00001,0.00005,0.0001,0.0005';
      const { stdout } = vote(
        `--data ${join(data ?? '', 'overruling_24llm.jsonl.gz')} --with-tokens ${budgets} --seeds 1 --json`,
      );
      const report = JSON.parse(stdout);
      expect(report.models).toHaveLength(12);
      const rows = report.budgets.map(({ offline }: any) =>
        offline.find(({ way }: any) => way === 'thrift'),
      );
      expect(rows[0].ensembles).toEqual([{ models: ['llama-3-8B'], probability: 1 }]);
      for (const { saved } of rows.slice(1)) expect(saved).toBeGreaterThan(0.45);
      for (const { accuracy } of rows) expect(accuracy.mean).toBeGreaterThan(0.94);
      for (const { offline, online } of report.budgets)
        for (const { changed } of [...offline, ...online]) expect(changed).toBe(0);
    },
  );
});
