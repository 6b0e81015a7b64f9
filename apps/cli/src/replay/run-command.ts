import type { Command } from 'commander';

/** Adds the options that replays and simulations have in common. */
export function withRunOptions(command: Command): Command {
  return command
    .option('--size <n>', 'models a query: at most so many for any-win, else exactly so many')
    .option('--budget <usd>', 'dollars a query; several: a,b,…')
    .option('--charge <how>', 'whole or cascade: what any-win pays (default: cascade)')
    .option('--policy <names>', 'the policies to play: a,b,…')
    .option('--set <policy.key=value>', 'a setting of a policy; may be repeated', gathered, [])
    .option('--rounds <t>', 'draw so many queries with replacement (default: each once)')
    .option('--seeds <s>', 'play so often, each time with other queries and luck', '5')
    .option(
      '--drift <change>',
      'MODEL:score*0.5@T/2, MODEL:price*2@5000, MODEL:join@T/4 or MODEL:leave@T/2; repeatable',
      gathered,
      [],
    )
    .option('--json', 'print one object of JSON')
    .option('--plot <file>', 'draw reward, spend and regret: .svg or .png')
    .option('--log <file>', 'write every round with its propensity, for purser what-if')
    .allowExcessArguments(false);
}

function gathered(text: string, before: readonly string[]): string[] {
  return [...before, text];
}
