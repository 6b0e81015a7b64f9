import { Command } from 'commander';
import { stringify } from 'yaml';
import { usable } from '../replay/usable.js';
import { AdminApi, addressOf, type Answer } from './admin-api.js';

interface Flags {
  readonly url?: string;
  readonly json?: true;
}

/** What a command asks of the service, and what it prints of the answer. */
type Question = (api: AdminApi, ...words: never[]) => Promise<Answer>;

/** A command that asks the service once and prints the answer, as YAML or as one line of JSON. */
export function asking(usage: string, description: string, ask: Question): Command {
  const command = new Command(usage.split(' ')[0]);
  for (const word of usage.split(' ').slice(1)) command.argument(word);
  return command
    .description(description)
    .option('--url <url>', 'the service (PURSER_URL); its key is PURSER_API_KEY')
    .option('--json', 'print one line of JSON')
    .allowExcessArguments(false)
    .action((...given: unknown[]) => {
      const flags = command.opts<Flags>();
      return usable('purser', async () => {
        const api = new AdminApi(await addressOf(flags.url));
        const answer = await ask(api, ...(given.slice(0, -2) as never[]));
        const shown = 'data' in answer ? answer['data'] : answer;
        console.log(flags.json ? JSON.stringify(shown) : stringify(shown).trimEnd());
      });
    });
}

/** The path of a name, which may have slashes. */
export function pathOf(list: string, name: string): string {
  return `/admin/v1/${list}/${encodeURIComponent(name)}`;
}
