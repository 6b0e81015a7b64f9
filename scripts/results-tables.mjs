// Tables of docs/results.md, made of the JSON that replays print.

export function runTable({ runs }) {
  const columns = [
    'policy',
    'budget, $',
    'reward',
    'last half',
    'best mixture',
    'of the best',
    'spend',
    'best single',
    'against the first',
  ];
  const [first] = runs;
  const rows = runs.map((run) => [
    run.policy,
    run.budgetUsd,
    withError(run.reward),
    withError(run.rewardLastHalf),
    run.bestMixture.reward.toFixed(4),
    percent(run.rewardLastHalf.mean / run.bestMixture.reward),
    run.utilisation.mean.toFixed(3),
    run.bestSingle.reward.toFixed(4),
    run.policy === first.policy ? '' : withError(run.lastHalfAgainstFirst),
  ]);
  const alone = runs.every(({ policy }) => policy === first.policy);
  return tableOf(alone ? [columns, ...rows].map((row) => row.slice(0, -1)) : [columns, ...rows]);
}

export function simulatedTable({ runs: [run] }) {
  const half = run.curve.find(({ round }) => round * 2 >= run.rounds);
  const said =
    'Regret is counted from the true means. The slope is that of log max(regret, 1) over log rounds, by least squares on the last half.';
  const table = tableOf([
    [`regret at ${count(half.round)}`, `at ${count(run.rounds)}`, 'slope', 'spend'],
    [
      half.regret.toFixed(1),
      run.regret.toFixed(1),
      slopeOf(run).toFixed(2),
      run.utilisation.mean.toFixed(3),
    ],
  ]);
  return `${said}\n\n${table}`;
}

/** The slope of log max(regret, 1) over log rounds, by least squares on the last half. */
export function slopeOf({ curve, rounds }) {
  const points = curve
    .filter(({ round }) => round * 2 >= rounds)
    .map(({ round, regret }) => [Math.log(round), Math.log(Math.max(1, regret))]);
  const mean = (at) => points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const [over, under] = points.reduce(
    ([a, b], [px, py]) => [a + (px - x) * (py - y), b + (px - x) ** 2],
    [0, 0],
  );
  return over / under;
}

export function driftTable({ runs: [run] }) {
  const half = run.rounds / 2;
  const times = [
    [half - 1_000, half],
    [half, half + 500],
    [half + 500, half + 1_000],
    [half + 1_000, half + 2_000],
    [half + 2_000, run.rounds],
  ];
  const said = `The best mixture of the changed world earns ${run.bestMixture.reward.toFixed(4)}; over the whole run ${percent(run.utilisation.mean)} of the budget is spent.`;
  const rows = times.map(([from, to]) => {
    const reward = between(run, from, to, 'reward');
    return [
      `${count(from)} to ${count(to)}`,
      reward.toFixed(4),
      percent(reward / run.bestMixture.reward),
      (between(run, from, to, 'costUsd') / run.budgetUsd).toFixed(3),
    ];
  });
  return `${said}\n\n${tableOf([['rounds', 'reward', 'of the new best', 'spend'], ...rows])}`;
}

/** What part of the changed world's best is earned a thousand rounds after the change. */
export function recovered(run) {
  const half = run.rounds / 2;
  return between(run, half + 1_000, half + 2_000, 'reward') / run.bestMixture.reward;
}

/** The mean of a curve's value over rounds, from its means so far. */
function between({ curve }, from, to, value) {
  const sum = (rounds) => {
    const point = curve.find(({ round }) => round === rounds);
    return point ? point[value] * rounds : 0;
  };
  return (sum(to) - sum(from)) / (to - from);
}

/** Learnt beforehand, and from nothing; then how far beliefs can be trusted. */
export function voteTable({ budgets, calibration, train, test, size, seeds }) {
  const cents = (usd) => (1e5 * usd).toFixed(2);
  const row = (budgetUsd, way, accuracy, { costUsd, plannedUsd, saved, calls }, last = '') => [
    budgetUsd,
    way,
    accuracy,
    last,
    cents(costUsd),
    cents(plannedUsd),
    percent(saved),
    calls.toFixed(2),
  ];
  const head = [
    'budget, $',
    '',
    'accuracy',
    'last half',
    '$1e-5 a query',
    'planned',
    'saved',
    'calls',
  ];
  const offline = budgets.flatMap(({ budgetUsd, offline: ways }) =>
    ways.map((one) => row(budgetUsd, one.way, one.accuracy.mean.toFixed(4), one)),
  );
  const online = budgets.flatMap(({ budgetUsd, online: ways }) =>
    ways.map((one) =>
      row(budgetUsd, one.way, withError(one.accuracy), one, one.lastHalf.mean.toFixed(4)),
    ),
  );
  const gaps = calibration.map(({ budgetUsd, before, after }) => [
    budgetUsd,
    before.gap.toFixed(4),
    after.gap.toFixed(4),
    before.brier.toFixed(4),
    after.brier.toFixed(4),
  ]);
  const without = (rows) => rows.map((cells) => cells.toSpliced(3, 1));
  return [
    `Learnt on ${count(train)} queries, tested on ${count(test)}:`,
    tableOf(without([head, ...offline])),
    `From nothing, all queries once, at most ${size} models a query, ${seeds} orders:`,
    tableOf([head, ...online]),
    'Confidence, calibrated on the first half of each order and looked at on the second:',
    tableOf([['budget, $', 'gap', 'calibrated', 'Brier', 'calibrated'], ...gaps]),
  ].join('\n\n');
}

export function planTable({ bestSingle, batch, train, seeds, ...figures }) {
  const rows = [
    ["saved at the best model's accuracy", 'savingAtBestSingleAccuracy', percent],
    ['accuracy at its cost', 'accuracyAtBestSingleCost', (value) => value.toFixed(3)],
    ['IGD, in dollars and parts', 'igd', (value) => value.toFixed(3)],
    ['IGD, normalised', 'igdNormalised', (value) => value.toFixed(3)],
    ['95% intervals that hold the truth', 'intervalCoverage', percent],
  ].map(([what, figure, told]) => [
    what,
    `${told(figures[figure].mean)} ± ${told(figures[figure].stderr)}`,
  ]);
  const { model, accuracy, costUsd } = bestSingle;
  return [
    `${count(train)} queries known, ${count(batch)} planned, ${seeds} seeds. The best single model, ${model}: ${accuracy.toFixed(3)} for $${costUsd.toFixed(2)}.`,
    tableOf([['', ''], ...rows]),
  ].join('\n\n');
}

function tableOf([head, ...rows]) {
  const line = (cells) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function withError({ mean, stderr }) {
  return `${mean.toFixed(4)} ± ${stderr.toFixed(4)}`;
}

function percent(part) {
  return `${(100 * part).toFixed(1)}%`;
}

function count(value) {
  return value.toLocaleString('en');
}
