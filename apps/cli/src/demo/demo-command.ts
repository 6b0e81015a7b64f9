import { Command } from 'commander';
import { toldToStop } from '../commands/stop-signal.js';
import { DemoError } from './demo-error.js';
import { recordedOptions, type DemoFlags } from './demo-options.js';
import type { DemoPlan } from './demo-plan.js';
import { profilePlan } from './profile-plan.js';
import { recordedPlan } from './recorded-plan.js';

/** The exit code of options that cannot be used. */
const WRONG_USE = 2;
/** As a shell has it for a command that Ctrl-C ended. */
const INTERRUPTED = 130;

/** `purser demo`: the service, played with queries whose outcomes are known. */
export function demoCommand(): Command {
  return new Command('demo')
    .description('Play queries through a service of its own, and show what it learns to choose.')
    .option('--exit', 'end with the report, instead of letting the service answer on')
    .option('--json', 'print the report as one line of JSON, last; all else goes to stderr')
    .option('--data <file>', 'play recorded outcomes, .jsonl or .jsonl.gz')
    .option('--models <names>', 'its models to choose from: a,b,…')
    .option('--reward <model>', 'any-win, sum-up or all-in')
    .option('--size <n>', 'models a query: at most so many for any-win, else exactly')
    .option('--budget <usd>', 'dollars a query')
    .option('--task <name>', 'only the queries of this task')
    .option('--queries <n>', 'at most so many queries')
    .allowExcessArguments(false)
    .action(demo);
}

async function demo(flags: DemoFlags): Promise<void> {
  try {
    const output = flags.json ? process.stderr : process.stdout;
    const plan = await planOf(flags);
    const leftOut = plan.tasks.reduce((sum, { table }) => sum + table.leftOut, 0);
    if (leftOut > 0)
      output.write(`${leftOut} queries are left out: a score or a cost of a model is unknown.\n`);
    const { runDemo } = await import('./run-demo.js');
    const isShown = await runDemo(plan, {
      output,
      json: flags.json ? (line) => process.stdout.write(`${line}\n`) : null,
      exit: flags.exit ?? false,
      stopped: toldToStop(),
    });
    if (!isShown) process.exitCode = INTERRUPTED;
  } catch (error) {
    if (!(error instanceof DemoError)) throw error;
    console.error(`purser demo: ${error.message}`);
    process.exitCode = WRONG_USE;
  }
}

async function planOf(flags: DemoFlags): Promise<DemoPlan> {
  const recorded = recordedOptions(flags);
  return recorded ? recordedPlan(recorded) : profilePlan();
}
