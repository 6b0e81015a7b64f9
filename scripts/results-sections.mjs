// What docs/results.md shows: the commands, the tables made of their reports, and the bars.
import {
  driftTable,
  planTable,
  recovered,
  runTable,
  simulatedTable,
  slopeOf,
  voteTable,
} from './results-tables.mjs';

export const NINE =
  'gemma-2-2b-it,Qwen2-7B-Instruct,gemini-1.5-flash,deepseek-v2.5-0908,gpt-4o-mini-2024-07-18,Meta-Llama-3.1-70B-Instruct,Mistral-Large-2,gpt-4o-2024-08-06,claude-3-5-sonnet-20241022';
const RIVALS = 'c2mab-v,c2mab-v-models,cucb,thompson,epsilon-greedy';
const PARETO_BANDIT = [0.793, 0.813, 0.859, 0.898, 0.917, 0.924, 0.929];
/** At these budgets of judged_2025 money is short. */
const SHORT_OF_MONEY = 5;

const zeroEval = (reward, budgets, ...more) =>
  `replay --data DATA/zeroeval_2024.jsonl.gz --models ${NINE} --size 4 --rounds 10000 --seeds 20 --reward ${reward} --budget ${budgets} ${more.join(' ')}`;
const overruling = (...more) =>
  `replay --data DATA/overruling_24llm.jsonl.gz --reward any-win --size 1 --budget 0.00001,0.0001,0.001 --policy contextual,c2mab-v --seeds 20 ${more.join(' ')}`;
const anyWinOfThree = (file) =>
  `replay --data DATA/${file} --reward any-win --size 3 --rounds 10000 --seeds 20 --budget 0.0001,0.001,0.01 --policy c2mab-v`;
const drifting = (drift) =>
  zeroEval(
    'any-win',
    '0.0005',
    '--policy c2mab-v --set c2mab-v.windowRounds=1500',
    `--drift ${drift}`,
  );
const simulated = (reward) =>
  `simulate --preset paper --reward ${reward} --policy c2mab-v --seeds 20`;

const percent = (part) => `${(100 * part).toFixed(1)}%`;

/** What each kind of section falls short of, a sentence each. */
export const BARS = {
  none: () => [],
  mixture: ({ runs }, { least }) =>
    runs
      .filter(({ policy }) => policy === 'c2mab-v')
      .flatMap((run) => [...ofBest(run, least), ...overspent(run)]),
  rivals: (report, section) => [
    ...BARS.mixture(report, section),
    ...report.runs
      .filter(
        ({ lastHalfAgainstFirst, utilisation }) =>
          utilisation.mean <= 1.01 && lastHalfAgainstFirst.mean > 2 * lastHalfAgainstFirst.stderr,
      )
      .map(
        ({ policy, budgetUsd, lastHalfAgainstFirst: { mean, stderr } }) =>
          `at $${budgetUsd} ${policy} earns ${mean.toFixed(4)} ± ${stderr.toFixed(4)} more, over two standard errors.`,
      ),
  ],
  paretoBandit: ({ runs }) =>
    runs.flatMap((run, at) => [
      ...(run.reward.mean < PARETO_BANDIT[at]
        ? [`at $${run.budgetUsd} ${run.reward.mean.toFixed(4)}, ParetoBandit ${PARETO_BANDIT[at]}.`]
        : []),
      ...(run.reward.mean < run.bestMixture.reward - 0.002
        ? [`at $${run.budgetUsd} ${run.reward.mean.toFixed(4)} is .002 below the static mixture.`]
        : []),
      ...(at < SHORT_OF_MONEY ? overspent(run) : []),
    ]),
  single: ({ runs }, { policy }) =>
    runs
      .filter((run) => run.policy === policy)
      .flatMap((run) => [
        ...ofBest(run, 0.97),
        ...(run.rewardLastHalf.mean <= run.bestSingle.reward
          ? [
              `at $${run.budgetUsd} ${run.policy} earns ${run.rewardLastHalf.mean.toFixed(4)} ± ${run.rewardLastHalf.stderr.toFixed(4)} in the last half, not above the best single model's ${run.bestSingle.reward.toFixed(4)}.`,
            ]
          : []),
      ]),
  recovery: ({ runs }) =>
    runs
      .filter((run) => recovered(run) < 0.95)
      .map(
        (run) => `${percent(recovered(run))} of the new best 1,000 to 2,000 rounds later, bar 95%.`,
      ),
  slope: ({ runs: [run] }) => [
    ...(slopeOf(run) >= 0.8 ? [`the regret's slope is ${slopeOf(run).toFixed(2)}, bar 0.8.`] : []),
    ...overspent(run),
  ],
  vote: ({ budgets }, { least }) =>
    budgets.flatMap(({ budgetUsd, offline, online }) => [
      ...offline
        .filter(
          ({ way, saved }) => way === 'thrift' && budgetUsd >= VOTES_FROM_USD && saved < least,
        )
        .map(
          ({ saved }) =>
            `at $${budgetUsd} stopping early saves ${percent(saved)}, bar ${percent(least)}.`,
        ),
      ...[...offline, ...online]
        .filter(({ changed }) => changed > 0)
        .map(
          ({ way, changed }) => `at $${budgetUsd} ${way} changes ${changed} labels by stopping.`,
        ),
    ]),
  plan: (
    { savingAtBestSingleAccuracy: saving, accuracyAtBestSingleCost: accuracy },
    { saved, reached },
  ) => [
    ...(saving.mean < saved ? [`${percent(saving.mean)} is saved, bar ${percent(saved)}.`] : []),
    ...(accuracy.mean < reached
      ? [`${accuracy.mean.toFixed(3)} at the best single model's cost, bar ${reached}.`]
      : []),
  ],
};

/** From so many dollars a query on several models vote, and stopping early is to save its part. */
const VOTES_FROM_USD = 5e-5;

function ofBest(run, least) {
  const part = run.rewardLastHalf.mean / run.bestMixture.reward;
  return part < least
    ? [
        `at $${run.budgetUsd} ${run.policy} reaches ${percent(part)} of the best mixture, bar ${percent(least)}.`,
      ]
    : [];
}

function overspent({ policy, budgetUsd, utilisation }) {
  return utilisation.mean > 1.01
    ? [
        `at $${budgetUsd} ${policy} spends ${utilisation.mean.toFixed(3)} of the budget, at most 1.010.`,
      ]
    : [];
}

/** In the order of the page. */
export const SECTIONS = [
  {
    name: 'zeroeval-any-win-cascade',
    title: 'ZeroEval, any-win, cascade charged',
    args: zeroEval('any-win', '0.0002,0.0005,0.001', '--policy c2mab-v'),
    plot: true,
    table: runTable,
    bar: 'mixture',
    least: 0.985,
  },
  {
    name: 'zeroeval-any-win-whole',
    title: 'ZeroEval, any-win, whole combination charged',
    args: zeroEval('any-win', '0.0002,0.0005,0.001', '--charge whole', `--policy ${RIVALS}`),
    plot: true,
    table: runTable,
    bar: 'rivals',
    least: 0.98,
  },
  ...['sum-up', 'all-in'].map((reward) => ({
    name: `zeroeval-${reward}`,
    title: `ZeroEval, ${reward}`,
    args: zeroEval(reward, '0.001,0.002,0.004', `--policy ${RIVALS}`),
    plot: true,
    table: runTable,
    bar: 'rivals',
    least: 0.98,
  })),
  {
    name: 'judged-contextual',
    title: 'judged_2025, one model a query, contextual',
    text: `ParetoBandit (arXiv 2604.00136) publishes ${PARETO_BANDIT.join(', ')} at these budgets. All queries of the split are played once.`,
    args: 'replay --data DATA/judged_2025_3llm.jsonl.gz --reward any-win --size 1 --warm warm --split test --budget 2.9e-5,8.3e-5,2.3e-4,6.6e-4,1.9e-3,5.3e-3,1.5e-2 --policy contextual --seeds 20',
    plot: true,
    table: runTable,
    bar: 'paretoBandit',
  },
  {
    name: 'overruling',
    title: 'overruling, 24 models, one a query, from a cold start',
    args: overruling(),
    table: runTable,
    bar: 'single',
    policy: 'contextual',
  },
  {
    name: 'overruling-drawn',
    title: 'overruling, from a cold start, 10,000 queries drawn',
    args: overruling('--rounds 10000'),
    table: runTable,
    bar: 'single',
    policy: 'contextual',
  },
  {
    name: 'overruling-warm',
    title: 'overruling, learnt from its training split before',
    args: overruling('--warm train --split test'),
    table: runTable,
    bar: 'single',
    policy: 'contextual',
  },
  {
    name: 'routerbench',
    title: 'routerbench, 11 models, any-win of 3',
    args: anyWinOfThree('routerbench_subset.jsonl.gz'),
    table: runTable,
    bar: 'single',
    policy: 'c2mab-v',
  },
  {
    name: 'bfcl',
    title: 'bfcl, 47 models, any-win of 3',
    args: anyWinOfThree('bfcl_2024.jsonl.gz'),
    table: runTable,
    bar: 'single',
    policy: 'c2mab-v',
  },
  ...['any-win', 'sum-up', 'all-in'].map((reward) => ({
    name: `simulate-${reward}`,
    title: `Simulated: the paper's set-up, ${reward}`,
    args: simulated(reward),
    plot: true,
    table: simulatedTable,
    bar: 'slope',
  })),
  {
    name: 'drift-score',
    title: "A model's scores halve",
    args: drifting('gpt-4o-mini-2024-07-18:score*0.5@T/2'),
    table: driftTable,
    bar: 'recovery',
  },
  {
    name: 'drift-price',
    title: "A model's prices double",
    args: drifting('gpt-4o-mini-2024-07-18:price*2@T/2'),
    table: driftTable,
    bar: 'recovery',
  },
  ...[
    ['12', "ThriftLLM's twelve models", '--with-tokens '],
    ['24', 'all twenty-four models', ''],
  ].map(([models, title, option]) => ({
    name: `vote-${models}`,
    title: `Votes on overruling, ${title}`,
    args: `vote --data DATA/overruling_24llm.jsonl.gz ${option}--budget 1e-5,5e-5,1e-4,5e-4,1e-3 --seeds 20`,
    table: voteTable,
    bar: 'vote',
    least: 0.45,
  })),
  {
    name: 'plan-logparsing',
    title: 'Plans of a batch: log parsing, 2% known',
    args: 'plan --data DATA/logparsing_8llm.jsonl.gz --train 0.02 --seeds 10',
    plot: true,
    table: planTable,
    bar: 'plan',
    saved: 0.6,
    reached: 0.665,
  },
].map((section) => ({ ...section, args: section.args.trim().split(/ +/) }));

export const INTRODUCTION = `# What the learner earns

Figures of replays on recorded outcomes of real LLMs and of simulations; standard errors are over seeds. "Of the best" is the last half's reward over that of the best fixed mixture in hindsight under the same charge, "spend" the whole run's mean cost over the budget, "best single" the best model whose own mean cost is within the budget, "against the first" the last half's reward less that of the first policy, seed by seed. Policies run with their defaults but where a command says otherwise.

The commands are below each title, and all of them with this page and its drawings are made by one, in a built checkout: \`node scripts/results.mjs DATA\`, where \`DATA\` is the folder of the recorded sets. A fixed seed gives the same figures again on the same version of the learner, on Node 20 and 24.

\`\`\`sh
NINE=${NINE}
\`\`\``;

export const NOTES = `## How to read a run

- A call succeeds with the probability of its score. Any-win of one model earns the score itself; of several, 1 if a call succeeded. Learners observe successes and failures, and only of calls made.
- What models' prices tell before the first call is the mean recorded cost rounded to the nearest power of two, the order of magnitude that a price list gives.
- All policies meet the same queries and the same coins at the same seed, so the paired difference (\`lastHalfAgainstFirst\` in the JSON) is known better than either reward.
- A curve's \`reward\` and \`costUsd\` are means a query so far; \`regret\` is the sum so far. With \`--drift\`, regret is against the best mixture of the time, and \`bestMixture\`, \`bestSingle\` and \`oracle\` are those of the last world.
- \`cucb\`, \`thompson\`, \`epsilon-greedy\` and \`c2mab-v-direct\` choose the one best combination within the budget that the same pacer gives them; \`c2mab-v-models\` is C2MAB-V relaxed over models.
- \`oracle\` knows every outcome and spends the budget on the queries where money buys most.`;
