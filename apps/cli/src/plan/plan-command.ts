import { Command } from 'commander';
import { rewardModels } from '#bandit';
import { forecastSettings, NoChoiceError, UnaffordableError, UnreachableError } from '#allocation';
import { assertGiven, choiceOf, namesOf, needed, wholeOf } from '../replay/option-values.js';
import { readData } from '../replay/recorded-data.js';
import { usable } from '../replay/usable.js';
import { UsageError } from '../replay/usage-error.js';
import { assertPlanDrawable, drawnPlan } from './plan-chart.js';
import { planReport } from './plan-report.js';
import { planSeed, type PlanTerms, type SeedPlan } from './plan-seed.js';
import { planTable } from './plan-table.js';
import { recordedBatch } from './recorded-batch.js';

interface PlanFlags {
  readonly data?: string;
  readonly task?: string;
  readonly models?: string;
  readonly train: string;
  readonly seeds: string;
  readonly reward: string;
  readonly size: string;
  readonly budget?: string;
  readonly accuracy?: string;
  readonly json?: true;
  readonly plot?: string;
}

const EXAMPLES = `
Examples:
  purser plan --data outcomes.jsonl.gz --train 0.02 --seeds 10
  purser plan --data outcomes.jsonl.gz --train 0.1 --budget 5 --plot front.svg
  purser plan --data outcomes.jsonl.gz --accuracy 0.7 --reward any-win --size 2 --json

A line of the data: {"id", "task", "query", "outcomes": {MODEL: {"score": 0 to 1, "cost_usd"}}}`;

/** `purser plan`: the cost-accuracy front of a recorded batch, and what came true of it. */
export function planCommand(): Command {
  return new Command('plan')
    .description(
      'Plan a batch of recorded queries from a few whose outcomes are known: the whole front of cost and accuracy (OptLLM).',
    )
    .option('--data <file>', 'recorded outcomes, .jsonl or .jsonl.gz')
    .option('--task <names>', 'only the queries of these tasks')
    .option('--models <names>', 'the models to choose from: a,b,… (default: all)')
    .option('--train <part>', 'the part of the queries whose outcomes are known', '0.02')
    .option('--seeds <n>', 'how often to part them by chance', '1')
    .option('--reward <model>', 'any-win, sum-up or all-in', 'any-win')
    .option('--size <n>', 'models a query: at most (any-win), or exactly', '1')
    .option('--budget <usd>', 'ask for the most accurate plan of at most so many dollars in all')
    .option('--accuracy <part>', 'ask for the cheapest plan of at least this accuracy, 0 to 1')
    .option('--json', 'print one object of JSON')
    .option('--plot <file>', 'draw the front, .svg or .png')
    .addHelpText('after', EXAMPLES)
    .allowExcessArguments(false)
    .action((flags: PlanFlags) => usable('purser plan', () => plan(flags)));
}

async function plan(flags: PlanFlags): Promise<void> {
  const started = performance.now();
  assertGiven(flags, ['data']);
  const path = needed('--data', flags.data);
  const train = partOf('--train', flags.train);
  const seeds = wholeOf('--seeds', flags.seeds, 1, 10_000);
  const terms = termsOf(flags);
  await assertPlanDrawable(flags.plot ?? null);
  const { table } = await readData({
    path,
    tasks: flags.task === undefined ? null : namesOf('--task', flags.task),
    models: flags.models === undefined ? null : namesOf('--models', flags.models),
    split: null,
    warm: null,
  });
  if (terms.size > table.models.length)
    throw new UsageError(
      `--size is ${terms.size}, must be at most the number of models, ${table.models.length}`,
    );
  let sizes = { train: 0, batch: 0 };
  const plans = Array.from({ length: seeds }, (_, seed): SeedPlan => {
    const recorded = recordedBatch(table, train, seed);
    sizes = { train: recorded.samples.length, batch: recorded.batch.length };
    // The answer is the first seed's: another's samples may promise less.
    const question = seed === 0 ? terms.question : null;
    return answerable(() => planSeed(recorded, { ...terms, question }, seed));
  });
  const report = planReport(plans, sizes, performance.now() - started);
  if (flags.plot !== undefined) await drawnPlan(report, path, flags.plot);
  process.stdout.write(`${flags.json ? JSON.stringify(report) : planTable(report, path)}\n`);
}

/** What cannot be planned is the caller's to put right. */
function answerable<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (error instanceof UnaffordableError) throw new UsageError(`--budget: ${error.message}`);
    if (error instanceof UnreachableError) throw new UsageError(`--accuracy: ${error.message}`);
    if (error instanceof NoChoiceError) throw new UsageError(error.message);
    throw error;
  }
}

function termsOf({ reward, size, budget, accuracy }: PlanFlags): PlanTerms {
  if (budget !== undefined && accuracy !== undefined)
    throw new UsageError('--budget and --accuracy are two questions: ask one of them');
  return {
    rewardModel: rewardModels[choiceOf('--reward', reward, ['any-win', 'sum-up', 'all-in'])],
    size: wholeOf('--size', size, 1, 16),
    settings: forecastSettings(),
    question:
      budget !== undefined
        ? { budgetNano: nanoOf('--budget', budget) }
        : accuracy !== undefined
          ? { accuracy: partOf('--accuracy', accuracy) }
          : null,
  };
}

function nanoOf(option: string, text: string): number {
  const usd = text.trim() === '' ? NaN : Number(text);
  if (!(usd >= 1e-9 && usd <= 9e6))
    throw new UsageError(`${option} is ${text}, must be dollars in all, from 1e-9 to 9000000`);
  return Math.round(usd * 1e9);
}

function partOf(option: string, text: string): number {
  const part = text.trim() === '' ? NaN : Number(text);
  if (part > 0 && part < 1) return part;
  throw new UsageError(`${option} is ${text}, must be above 0 and below 1`);
}
