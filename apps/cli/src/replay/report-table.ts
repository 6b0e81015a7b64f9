import Table, { type HorizontalTableRow } from 'cli-table3';
import type { ReplayReport, ReportedRun } from './run-report.js';

const COLUMNS = ['', 'policy', 'reward', 'last half', 'of best', 'less first', 'spend', 'regret'];
/** A policy is within the budget if it spends no more than this part of it. */
const WITHIN = 1.01;

const LEGEND = `* the most reward in the last half of the rounds, within the budget (up to 1% over).
of best: the last half over the best mixture; less first: over the first policy, seed by seed;
spend: cost over budget; regret: reward lost against the best mixture in all rounds; ± one standard error.`;

/** A report for people: a part for each budget, and in it a row for each policy. */
export function reportTable(report: ReplayReport): string {
  const table = new Table({
    head: COLUMNS,
    colAligns: ['left', 'left', ...COLUMNS.slice(2).map(() => 'right' as const)],
    style: { head: [], border: [], compact: true },
  });
  for (const budgetUsd of new Set(report.runs.map((run) => run.budgetUsd)))
    table.push(...partOf(report.runs.filter((run) => run.budgetUsd === budgetUsd)));
  const speed = Math.round(report.roundsPerSecond).toLocaleString('en');
  return `${titleOf(report)}\n${table.toString()}\n${LEGEND}\n${speed} rounds a second`;
}

function partOf(runs: readonly ReportedRun[]): HorizontalTableRow[] {
  const [first] = runs;
  if (!first) return [];
  // The oracle plays out of competition: it knows the outcomes.
  const within = runs.filter(
    ({ policy, utilisation }) => policy !== 'oracle' && utilisation.mean <= WITHIN,
  );
  const best = Math.max(...within.map(({ rewardLastHalf }) => rewardLastHalf.mean));
  return [
    [{ colSpan: COLUMNS.length, content: hindsightOf(first) }],
    ...runs.map((run) => [
      within.includes(run) && run.rewardLastHalf.mean === best ? '*' : '',
      run.policy,
      withError(run.reward),
      withError(run.rewardLastHalf),
      `${((100 * run.rewardLastHalf.mean) / run.bestMixture.reward).toFixed(1)}%`,
      run === first ? '' : withError(run.lastHalfAgainstFirst),
      run.utilisation.mean.toFixed(3),
      run.regret.toFixed(1),
    ]),
  ];
}

/** What was to be had within the budget: on two lines at most as wide as the table. */
function hindsightOf({ budgetUsd, bestMixture, bestSingle, oracle }: ReportedRun): string {
  const parts = bestMixture.combinations.map(
    ({ models, probability }) => `${(100 * probability).toFixed(0)}% ${models.join(' + ')}`,
  );
  return [
    `$${budgetUsd} a query: best mixture ${bestMixture.reward.toFixed(4)}, best single ${bestSingle.reward.toFixed(4)} (${bestSingle.model}), oracle ${oracle.reward.toFixed(4)}`,
    ...parts.map((part) => `  mixed of ${part}`),
  ].join('\n');
}

function withError({ mean, stderr }: ReportedRun['reward']): string {
  return `${mean.toFixed(4)} ± ${stderr.toFixed(4)}`;
}

function titleOf({ data, queries, models, reward, size, charge, runs }: ReplayReport): string {
  const { rounds = 0, seeds = 0 } = runs[0] ?? {};
  const many = reward === 'any-win' ? `at most ${size}` : `${size}`;
  return `${data}: ${count(queries)} queries, ${many} of ${models.length} models, ${reward} (${charge} charged), ${count(rounds)} rounds, ${seeds} seeds`;
}

function count(value: number): string {
  return value.toLocaleString('en');
}
