import Table from 'cli-table3';
import { Command } from 'commander';
import { isCascade, type Interval, type OffPolicyEstimates, type OffPolicyReport } from '#replay';
import { estimateFromLog } from './estimate-from-log.js';
import { readLog } from './log-file.js';
import { assertGiven, budgetsOf, namesOf, needed } from './option-values.js';
import { learnerOf, policyNames } from './policies.js';
import { settingsByPolicy } from './policy-settings.js';
import { usable } from './usable.js';

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
  readonly reward: Answer;
  readonly costUsd: Answer;
}

/** The answer, and what each estimator says. */
interface Answer extends OffPolicyEstimates {
  /** Doubly robust, or where the log does not support that, the model's belief. */
  readonly estimate: number;
  /** Of 95%; null where the log does not support an estimate. */
  readonly low: number | null;
  readonly high: number | null;
}

const EXAMPLES = `
Example:
  purser replay --data outcomes.jsonl.gz --reward any-win --size 3 --budget 0.0005 --policy c2mab-v --seeds 1 \\
    --set c2mab-v.exploration=0.2 --log rounds.jsonl
  purser what-if --log rounds.jsonl --policy c2mab-v --budget 0.0002,0.001

Without some exploration a log says little of what it did not choose: then the answer is a belief of the
model alone, marked unsupported. Policies: ${policyNames.join(', ')}`;

/** `purser what-if`: another policy or budget, by the log alone. */
export function whatIfCommand(): Command {
  return new Command('what-if')
    .description('Estimate from a log what another policy or budget would have earned and spent.')
    .option('--log <file>', 'a log that purser replay or simulate wrote')
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
  const charge = isCascade(log.terms) ? 'cascade' : 'whole';
  const estimates = policies.flatMap((policy) => {
    const learner = learnerOf(policy, settings.get(policy) ?? {}, { ...log.terms, charge });
    return budgets.map((budgetNano) =>
      answered(policy, budgetNano, estimateFromLog(log, learner, budgetNano)),
    );
  });
  const report = { log: path, rounds: log.rounds.length, estimates };
  process.stdout.write(`${flags.json ? JSON.stringify(report) : tableOf(estimates)}\n`);
}

function answered(policy: string, budgetNano: number, report: OffPolicyReport): WhatIf {
  const { reward, costNano, effectiveRounds, isSupported } = report;
  return {
    policy,
    budgetUsd: budgetNano / 1e9,
    unsupported: !isSupported,
    effectiveRounds,
    reward: answer(reward, isSupported),
    costUsd: answer(inDollars(costNano), isSupported),
  };
}

function answer(estimates: OffPolicyEstimates, isSupported: boolean): Answer {
  const { dr, model } = estimates;
  return isSupported
    ? { estimate: dr.value, low: dr.low, high: dr.high, ...estimates }
    : { estimate: model, low: null, high: null, ...estimates };
}

function inDollars({ ips, snips, dr, model }: OffPolicyEstimates): OffPolicyEstimates {
  const usd = ({ value, low, high }: Interval) => ({
    value: value / 1e9,
    low: low / 1e9,
    high: high / 1e9,
  });
  return { ips: usd(ips), snips: usd(snips), dr: usd(dr), model: model / 1e9 };
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

function rangeOf({ estimate, low, high }: Answer, digits: number): string {
  const value = estimate.toFixed(digits);
  return low === null || high === null
    ? `${value}, a belief`
    : `${value} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}
