import { Command } from 'commander';
import { assertDrawable } from '../replay/draw-report.js';
import { assertGiven } from '../replay/option-values.js';
import { usable } from '../replay/usable.js';
import { drawnSelect } from './select-chart.js';
import { parted, readSelectData } from './select-data.js';
import { selectOptions, type SelectFlags } from './select-options.js';
import { selectReport } from './select-report.js';
import { selectSeed } from './select-seed.js';
import { selectTable } from './select-table.js';

const EXAMPLES = `
Examples:
  purser select --data outcomes.jsonl.gz --models small,medium,large,huge --size 3 --seeds 5
  purser select --data answers.jsonl.gz --task maths --reward vote --latency tokens --json
  purser select --data outcomes.jsonl.gz --seeds 5 --plot curve.svg

A line of the data: {"id", "task", "query", "outcomes": {MODEL: {"score": 0 to 1, "latency_ms",
"tokens_out", "answer"}}}; votes need answers. (a) is the static subset that was most accurate on the
queries that are learnt from, (b) the quickest of those about as accurate.`;

/** `purser select`: subsets of models by query, against the same subset for all queries. */
export function selectCommand(): Command {
  return new Command('select')
    .description(
      'Choose a subset of models for each recorded query, by what it is, for accuracy and latency (SelectLLM).',
    )
    .option('--data <file>', 'recorded outcomes, .jsonl or .jsonl.gz')
    .option('--task <names>', 'only the queries of these tasks')
    .option('--models <names>', 'the models to choose from: a,b,… (default: all)')
    .option('--reward <model>', 'any-win, all-in or vote', 'any-win')
    .option('--execution <how>', 'parallel, or cascade (any-win)', 'parallel')
    .option('--latency <what>', 'measured, or tokens (output tokens as a proxy)', 'measured')
    .option('--size <n>', 'models in a subset', '3')
    .option('--train <part>', 'the part of the queries that is learnt from', '0.5')
    .option('--seeds <n>', 'how often to part them by chance', '1')
    .option('--within <accuracy>', 'how far below (a) a subset is about as accurate', '0.005')
    .option('--lose <accuracy>', 'accuracy to give up for time, as foreseen', '0.0075')
    .option('--target <chance>', 'chance of success that is enough for a smaller subset', '0.95')
    .option('--json', 'print one object of JSON')
    .option('--plot <file>', 'draw accuracy over latency, .svg or .png')
    .addHelpText('after', EXAMPLES)
    .allowExcessArguments(false)
    .action((flags: SelectFlags) => usable('purser select', () => run(flags)));
}

async function run(flags: SelectFlags): Promise<void> {
  const started = performance.now();
  assertGiven(flags, ['data']);
  const options = selectOptions(flags);
  await assertDrawable(options);
  const data = await readSelectData(options);
  const seeds = Array.from({ length: options.seeds }, (_, seed) => selectSeed(data, options, seed));
  const { train, test } = parted(data.examples, options.train, 0);
  const { models, leftOut } = data;
  const sizes = { models, train: train.length, test: test.length, leftOut };
  const report = selectReport(seeds, options, sizes, performance.now() - started);
  if (options.plot !== null) await drawnSelect(report, options.plot);
  process.stdout.write(`${options.json ? JSON.stringify(report) : selectTable(report)}\n`);
}
