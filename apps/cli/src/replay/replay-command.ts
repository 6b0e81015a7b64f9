import { Command } from 'commander';
import { assertDrawable, drawn } from './draw-report.js';
import { policyNames } from './policies.js';
import { playReplay } from './play-replay.js';
import { printed } from './print-report.js';
import { runOptions, termsOf } from './replay-options.js';
import type { RunFlags } from './replay-options.js';
import { assertGiven, namesOf, needed } from './option-values.js';
import { readData } from './recorded-data.js';
import { withRunOptions } from './run-command.js';
import { usable } from './usable.js';

interface ReplayFlags extends RunFlags {
  readonly data?: string;
  readonly task?: string;
  readonly models?: string;
  readonly reward?: string;
  readonly warm?: string;
  readonly split?: string;
}

const EXAMPLES = `
Examples:
  purser replay --data outcomes.jsonl.gz --reward any-win --size 3 --budget 0.0005,0.001 --policy c2mab-v,cucb
  purser replay --data outcomes.jsonl.gz --reward any-win --size 1 --warm train --split test --budget 0.001 \\
    --policy contextual --seeds 20 --plot curves.png
  purser replay --data outcomes.jsonl --models gpt-4o,gpt-4o-mini --reward sum-up --size 2 --budget 0.002 \\
    --policy c2mab-v --set c2mab-v.windowRounds=1500 --rounds 10000 --drift 'gpt-4o:price*2@T/2' --json

A line of the data: {"id", "task", "query", "outcomes": {MODEL: {"score": 0 to 1, "cost_usd"}}, "split"?}
Policies: ${policyNames.join(', ')}, oracle`;

/** `purser replay`: policies on recorded outcomes, against hindsight. */
export function replayCommand(): Command {
  const command = new Command('replay')
    .description(
      'Play policies on recorded outcomes of real LLMs, and compare them with hindsight.',
    )
    .option('--data <file>', 'recorded outcomes, .jsonl or .jsonl.gz')
    .option('--task <names>', 'only the queries of these tasks')
    .option('--models <names>', 'the models to choose from: a,b,… (default: all)')
    .option('--reward <model>', 'any-win, sum-up or all-in')
    .option('--warm <split>', 'learn from the queries of this split before the first round')
    .option('--split <split>', 'play the queries of this split alone')
    .addHelpText('after', EXAMPLES);
  return withRunOptions(command).action((flags: ReplayFlags) =>
    usable('purser replay', () => replay(flags)),
  );
}

async function replay(flags: ReplayFlags): Promise<void> {
  const started = performance.now();
  assertGiven(flags, ['data', 'reward', 'size', 'budget', 'policy']);
  const options = runOptions(flags);
  await assertDrawable(options);
  const path = needed('--data', flags.data);
  const data = await readData({
    path,
    tasks: flags.task === undefined ? null : namesOf('--task', flags.task),
    models: flags.models === undefined ? null : namesOf('--models', flags.models),
    split: flags.split ?? null,
    warm: flags.warm ?? null,
  });
  const terms = termsOf(flags.reward, flags, data.table.models.length);
  if (data.table.leftOut > 0)
    process.stderr.write(
      `${data.table.leftOut} queries are left out: a score or a cost of a model is unknown.\n`,
    );
  const played = playReplay({ path, data, terms, options, started });
  await drawn(played, options);
  printed(played, options);
}
