import Table from 'cli-table3';
import { Command } from 'commander';
import {
  answerOf,
  atOnce,
  estimateFromLog,
  inDollars,
  isCascade,
  UnaffordableError,
  type OffPolicyAnswer,
  type OffPolicyReport,
} from '#replay';
import { readLog, type LogFile } from './log-file.js';
import { assertGiven, budgetsOf, namesOf, needed } from './option-values.js';
import { learnerOf, policyNames, type LearnerOf } from './policies.js';
import { settingsByPolicy } from './policy-settings.js';
import { usable } from './usable.js';
import { UsageError } from './usage-error.js';

interface WhatIfFlags {
  readonly log?: string;
  readonly policy?: string;
  readonly budget?: string;
  readonly set: readonly string[];
  readonly json?: true;
}

/** One policy within one budget, by the log. Dollars, a query on average. */
interface WhatIf {
  readonly policy: string;
  readonly budgetUsd: number;
  readonly unsupported: boolean;
  readonly effectiveRounds: number;
  readonly reward: OffPolicyAnswer;
  readonly costUsd: OffPolicyAnswer;
}

const EXAMPLES = `
Examples:
  purser replay --data outcomes.jsonl.gz --reward any-win --size 3 --budget 0.0005 --policy c2mab-v --seeds 1 \\
    --set c2mab-v.exploration=0.2 --log rounds.jsonl
  purser what-if --log rounds.jsonl --policy c2mab-v --budget 0.0002,0.001
  purser tasks export qa qa.jsonl && purser what-if --log qa.jsonl --policy c2mab-v --budget 0.001

Without some exploration a log says little of what it did not choose: then the answer is a belief of the
model alone, marked unsupported. Policies: ${policyNames.join(', ')}`;

/** `purser what-if`: another policy or budget, by the log alone. */
export function whatIfCommand(): Command {
  return new Command('what-if')
    .description('Estimate from a log what another policy or budget would have earned and spent.')
    .option('--log <file>', 'a log that purser replay, simulate or tasks export wrote')
    .option('--policy <names>', 'the policies to ask about: a,b,…')
    .option('--budget <usd>', 'dollars a query; several: a,b,…')
    .option(
      '--set <policy.key=value>',
      'a setting of a policy; may be repeated',
      (text: string, before: readonly string[]) => [...before, text],
      [],
    )
    .option('--json', 'print one object of JSON')
    .addHelpText('after', EXAMPLES)
    .allowExcessArguments(false)
    .action((flags: WhatIfFlags) => usable('purser what-if', () => whatIf(flags)));
}

async function whatIf(flags: WhatIfFlags): Promise<void> {
  assertGiven(flags, ['log', 'policy', 'budget']);
  const policies = namesOf('--policy', needed('--policy', flags.policy));
  const budgets = budgetsOf('--budget', needed('--budget', flags.budget));
  const settings = settingsByPolicy(flags.set, policies);
  const path = needed('--log', flags.log);
  const log = await readLog(path);
  if (policies.includes('contextual') && log.textless > 0) {
    throw new UsageError(
      `--policy contextual: it looks at queries, and of ${log.textless} rounds of ${path} the text is not kept`,
    );
  }
  const charge = isCascade(log.terms) ? 'cascade' : 'whole';
  const estimates = policies.flatMap((policy) => {
    const learner = learnerOf(policy, settings.get(policy) ?? {}, { ...log.terms, charge });
    return budgets.map((budgetNano) =>
      answered(policy, budgetNano, estimated(log, learner, budgetNano)),
    );
  });
  const { rounds, unrewarded } = log;
  const report = { log: path, rounds: rounds.length, unrewarded, estimates };
  process.stdout.write(`${flags.json ? JSON.stringify(report) : tableOf(estimates)}\n`);
}

/** @throws {UsageError} for a budget that nothing fits */
function estimated(log: LogFile, learner: LearnerOf, budgetNano: number): OffPolicyReport {
  try {
    return atOnce(estimateFromLog(log, learner, budgetNano));
  } catch (error) {
    if (!(error instanceof UnaffordableError)) throw error;
    throw new UsageError(`--budget ${error.message}`);
  }
}

function answered(policy: string, budgetNano: number, report: OffPolicyReport): WhatIf {
  const { reward, costNano, effectiveRounds, isSupported } = report;
  return {
    policy,
    budgetUsd: budgetNano / 1e9,
    unsupported: !isSupported,
    effectiveRounds,
    reward: answerOf(reward, isSupported),
    costUsd: answerOf(inDollars(costNano), isSupported),
  };
}

function tableOf(estimates: readonly WhatIf[]): string {
  const table = new Table({
    head: [
      'policy',
      'budget, $',
      'reward',
      'by IPS',
      'by SNIPS',
      'by model',
      '$/query',
      'rounds worth',
    ],
    style: { head: [], border: [] },
  });
  for (const { policy, budgetUsd, reward, costUsd, effectiveRounds, unsupported } of estimates) {
    table.push([
      policy,
      String(budgetUsd),
      rangeOf(reward, 4),
      reward.ips.value.toFixed(4),
      reward.snips.value.toFixed(4),
      reward.model.toFixed(4),
      rangeOf(costUsd, 7),
      `${effectiveRounds.toFixed(0)}${unsupported ? ', unsupported' : ''}`,
    ]);
  }
  return table.toString();
}

function rangeOf({ estimate, low, high }: OffPolicyAnswer, digits: number): string {
  const value = estimate.toFixed(digits);
  return low === null || high === null
    ? `${value}, a belief`
    : `${value} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}
