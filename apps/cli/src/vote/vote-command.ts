import { Command } from 'commander';
import { assertGiven } from '../replay/option-values.js';
import { usable } from '../replay/usable.js';
import { readLabelled } from './labelled-data.js';
import { voteOptions, type VoteFlags } from './vote-options.js';
import { voteReport } from './vote-report.js';
import { voteTable } from './vote-table.js';

const EXAMPLES = `
Examples:
  purser vote --data answers.jsonl.gz --budget 0.00001,0.0001,0.001
  purser vote --data answers.jsonl.gz --with-tokens --labels yes,no --budget 0.0001 --seeds 20 --json

A line of the data: {"id", "task", "query", "label", "split", "outcomes": {MODEL: {"answer", "cost_usd"}}}`;

/** `purser vote`: ThriftLLM's votes on recorded answers, learnt beforehand and from nothing. */
export function voteCommand(): Command {
  return new Command('vote')
    .description(
      'Let models vote on recorded classifications under a budget, and compare with single models.',
    )
    .option('--data <file>', 'recorded answers with gold labels, .jsonl or .jsonl.gz')
    .option('--task <names>', 'only the queries of these tasks')
    .option('--models <names>', 'the models to choose from: a,b,… (default: all)')
    .option('--with-tokens', 'only the models whose tokens the file tells')
    .option('--labels <names>', 'the labels: a,b,… (default: the gold labels of the file)')
    .option('--budget <usd>', 'dollars a query; several: a,b,…')
    .option('--train <split>', 'learn from the queries of this split', 'train')
    .option('--test <split>', 'test on the queries of this split (default: all others)')
    .option('--size <n>', 'from nothing: at most so many models a query', '6')
    .option('--clusters <n>', 'kinds of queries to tell apart', '8')
    .option('--seeds <s>', 'from nothing: play so often, each time in another order', '5')
    .option('--json', 'print one object of JSON')
    .allowExcessArguments(false)
    .addHelpText('after', EXAMPLES)
    .action((flags: VoteFlags) => usable('purser vote', () => vote(flags)));
}

async function vote(flags: VoteFlags): Promise<void> {
  assertGiven(flags, ['data', 'budget']);
  const options = voteOptions(flags);
  const data = await readLabelled(options);
  const { leftOut } = data.all;
  if (leftOut > 0)
    process.stderr.write(
      `${leftOut} queries are left out: a gold label, or a cost of a model, is unknown.\n`,
    );
  const report = voteReport(data, options);
  process.stdout.write(`${options.json ? JSON.stringify(report) : voteTable(report)}\n`);
}
