import { Command } from 'commander';
import {
  meansTable,
  offeredTable,
  phasesOf,
  sampledTable,
  syntheticEnvironment,
  type ReplayTerms,
  type SyntheticModel,
} from '#replay';
import { assertDrawable, drawn } from './draw-report.js';
import { assertEnough, driftOf } from './drift-option.js';
import { hindsightOf } from './hindsight.js';
import { meansOf } from './means-option.js';
import { assertGiven, choiceOf } from './option-values.js';
import { paperModels, paperTerms } from './paper-world.js';
import { playWorld } from './play-world.js';
import { learnerOf, policyNames } from './policies.js';
import { printed } from './print-report.js';
import { runOptions, termsOf, type RunFlags, type RunOptions } from './replay-options.js';
import { withRunOptions } from './run-command.js';
import type { PlayedReplay } from './run-report.js';
import { usable } from './usable.js';
import { UsageError } from './usage-error.js';

interface SimulateFlags extends RunFlags {
  readonly preset?: string;
  readonly means?: string;
  readonly reward?: string;
}

/** Where nothing else is said. */
const ROUNDS = 10_000;
/** So many queries tell what one earns who knows their outcomes. */
const SAMPLE = 4_000;

const EXAMPLES = `
Examples:
  purser simulate --preset paper --reward sum-up --policy c2mab-v,cucb --seeds 20 --plot regret.svg
  purser simulate --means 'small=0.6@0.0002,large=0.9@0.003' --reward any-win --size 2 --budget 0.001 \\
    --policy c2mab-v --rounds 5000 --drift 'large:price*2@T/2'

Policies: ${policyNames.join(', ')}`;

/** `purser simulate`: policies in a world of known means, so that regret is exact. */
export function simulateCommand(): Command {
  const command = new Command('simulate')
    .description('Play policies in a synthetic world, with regret counted from its true means.')
    .option('--means <list>', 'its models: NAME=MEAN@USD,…')
    .option(
      '--preset <name>',
      "paper: nine models with means of ours, the paper's size and budgets",
    )
    .option('--reward <model>', 'any-win, sum-up or all-in')
    .addHelpText('after', EXAMPLES);
  return withRunOptions(command).action((flags: SimulateFlags) =>
    usable('purser simulate', () => simulate(flags)),
  );
}

async function simulate(flags: SimulateFlags): Promise<void> {
  const started = performance.now();
  const { name, models, filled } = worldOf(flags);
  assertGiven(filled, ['reward', 'size', 'budget', 'policy']);
  const options = runOptions(filled);
  await assertDrawable(options);
  const terms = termsOf(filled.reward, filled, models.length);
  const played = playSimulation(name, models, terms, options, started);
  await drawn(played, options);
  printed(played, options);
}

function playSimulation(
  name: string,
  models: readonly SyntheticModel[],
  terms: ReplayTerms,
  options: RunOptions,
  started: number,
): PlayedReplay {
  const means = meansTable(models);
  const rounds = options.rounds ?? ROUNDS;
  const drifts = options.drifts.map((text) => driftOf(text, means.models, rounds));
  const phases = phasesOf(means, drifts);
  assertEnough(phases, terms.size);
  const world = {
    data: name,
    queries: rounds,
    skipped: 0,
    phases,
    environment: syntheticEnvironment(phases, terms),
    rounds,
    earlier: [],
    hindsightOf: (phase: (typeof phases)[number], budgets: readonly number[]) => {
      const offered = offeredTable(phase);
      const still = syntheticEnvironment([{ from: 1, table: offered }], terms);
      return hindsightOf(offered, terms, budgets, sampledTable(still, SAMPLE));
    },
    learnerOf: (policy: string) => learnerOf(policy, options.settings.get(policy) ?? {}, terms),
  };
  return playWorld(world, terms, options, started);
}

/** The world that is asked for, and the options with what it fills in. */
function worldOf(flags: SimulateFlags) {
  if (flags.means !== undefined && flags.preset === undefined)
    return { name: 'means', models: meansOf(flags.means), filled: flags };
  if (flags.means !== undefined || flags.preset === undefined)
    throw new UsageError('either --means or --preset paper says which world');
  const name = choiceOf('--preset', flags.preset, ['paper']);
  const reward = choiceOf('--reward', flags.reward ?? 'any-win', ['any-win', 'sum-up', 'all-in']);
  const { size, rounds, budgetUsd } = paperTerms;
  const filled: SimulateFlags = {
    size: String(size),
    rounds: String(rounds),
    budget: String(budgetUsd[reward]),
    ...flags,
    reward,
  };
  return { name, models: paperModels, filled };
}
