import { Command } from 'commander';
import { drawn } from './draw-report.js';
import { playReplay } from './play-replay.js';
import { printed } from './print-report.js';
import { runOptions, termsOf } from './replay-options.js';
import type { RunFlags } from './replay-options.js';
import { namesOf, needed } from './option-values.js';
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
    .option('--split <split>', 'play the queries of this split alone');
  return withRunOptions(command).action((flags: ReplayFlags) =>
    usable('purser replay', () => replay(flags)),
  );
}

async function replay(flags: ReplayFlags): Promise<void> {
  const started = performance.now();
  const options = runOptions(flags);
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
  drawn(played, options);
  printed(played, options);
}
