import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { c2mabV, explored, statisticsLearner, type RelaxedSolution } from '#bandit';
import { describe, expect, it } from 'vitest';
import { linesOf } from './lines.js';
import { offPolicy, weighed, type LoggedRound, type OffPolicyReport } from './off-policy.js';
import { outcomeBeliefs } from './outcome-beliefs.js';
import { outcomeTable, type OutcomeTable } from './outcome-table.js';
import { recordedEnvironment } from './recorded-environment.js';
import { readRecorded } from './recorded-file.js';
import { recordedWorld } from './recorded-world.js';
import type { ReplayTerms } from './replay-terms.js';
import { runSeed } from './seed-run.js';

/** A folder with `zeroeval_2024.jsonl.gz`: see recorded-anchors.test.ts. */
const folder = process.env['PURSER_TEST_DATA'];

const MODELS = [
  'gemma-2-2b-it',
  'gemini-1.5-flash',
  'deepseek-v2.5-0908',
  'gpt-4o-mini-2024-07-18',
  'Meta-Llama-3.1-70B-Instruct',
];
const LOGS = 100;
/** Costs have long tails, and normal intervals are a little short for them. */
const LEAST_COVERED = 0.83;
const ROUNDS = 5_000;
const BUDGET_NANO = 300_000;

/** Fixed combinations, in call order; what they earn and cost is the mean over all rows. */
const TARGETS = [
  ['gemini-1.5-flash'],
  ['gemini-1.5-flash', 'gpt-4o-mini-2024-07-18'],
  ['gemini-1.5-flash', 'deepseek-v2.5-0908', 'Meta-Llama-3.1-70B-Instruct'],
];

describe.skipIf(!folder).each(['whole', 'cascade'] as const)(
  'estimates from logs of recorded queries, %s charged (set PURSER_TEST_DATA)',
  async (charge) => {
    const table = folder ? await tableOf(join(folder, 'zeroeval_2024.jsonl.gz')) : null;
    const terms: ReplayTerms = { rewardModel: 'any-win', size: 3, charge };
    const seeds = Array.from({ length: LOGS }, (_, seed) => seed);
    const logs = table ? seeds.map((seed) => logOf(table, terms, seed)) : [];

    it.each(TARGETS.map((models) => ({ models })))(
      'cover the recorded truth in some 95% of logs: $models',
      { timeout: 300_000 },
      ({ models }) => {
        const truth = truthOf(table!, models, charge);
        const reports = logs
          .map((log) => estimated(log, models))
          .filter(({ isSupported }) => isSupported);
        expect(reports.length).toBeGreaterThanOrEqual(LOGS / 2);
        for (const of of ['reward', 'costNano'] as const) {
          for (const by of ['ips', 'snips', 'dr'] as const) {
            const covered = reports.filter((one) => covers(one, of, by, truth[of])).length;
            expect(covered / reports.length, `${of} by ${by}`).toBeGreaterThan(LEAST_COVERED);
          }
        }
      },
    );
  },
  600_000,
);

function covers(
  report: OffPolicyReport,
  of: 'reward' | 'costNano',
  by: 'ips' | 'snips' | 'dr',
  truth: number,
): boolean {
  const { low, high } = report[of][by];
  return low <= truth && truth <= high;
}

function logOf(table: OutcomeTable, terms: ReplayTerms, seed: number): LoggedRound[] {
  const { charge } = terms;
  const log: LoggedRound[] = [];
  const policy = explored(c2mabV({ charge }), { share: 0.5, costAware: true, charge });
  const environment = recordedEnvironment([{ from: 1, table }], 'with-replacement');
  runSeed(
    environment,
    statisticsLearner(policy),
    { terms, budgetNano: BUDGET_NANO, rounds: ROUNDS, benchmarks: [] },
    seed,
    ({ decision: { combination, propensity }, played: { reward, costNano } }) =>
      log.push({ combination, propensity, reward, costNano }),
  );
  return log;
}

/** As `purser what-if` does: each half is judged by a belief that the other half made. */
function estimated(log: readonly LoggedRound[], combination: readonly string[]): OffPolicyReport {
  const support = [{ combination, probability: 1, reward: 0, costNano: 0 }];
  const target: RelaxedSolution = { over: 'combinations', support, reward: 0, costNano: 0 };
  const halves = [0, 1].map((half) => log.filter((_, at) => at % 2 === half));
  return offPolicy(
    halves.flatMap((half, at) => {
      const model = outcomeBeliefs(halves[1 - at]!, () => ({ reward: 0.7, costNano: BUDGET_NANO }));
      return half.map((round) => weighed(round, target, model));
    }),
  );
}

function truthOf(table: OutcomeTable, models: readonly string[], charge: 'whole' | 'cascade') {
  let reward = 0;
  let costNano = 0;
  table.queries.forEach((_, row) => {
    let missed = 1;
    for (const model of models) {
      const column = table.models.indexOf(model);
      costNano += (charge === 'cascade' ? missed : 1) * table.costs[column]![row]!;
      missed *= 1 - table.scores[column]![row]!;
    }
    reward += 1 - missed;
  });
  return { reward: reward / table.queries.length, costNano: costNano / table.queries.length };
}

async function tableOf(path: string): Promise<OutcomeTable> {
  const queries = await readRecorded(linesOf(createReadStream(path).pipe(createGunzip())));
  return outcomeTable(recordedWorld(queries), queries, MODELS);
}
