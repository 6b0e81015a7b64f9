import { readFile } from 'node:fs/promises';
import { Command } from 'commander';
import { UsageError } from '../replay/usage-error.js';
import type { AdminApi } from './admin-api.js';
import { asking, pathOf } from './asking.js';
import { fieldsOf } from './field-values.js';
import { priceImport, type ModelEntry, type PriceChange } from './price-import.js';

/** `purser prices …`: what models cost, now and at other times. */
export function pricesCommand(): Command {
  return new Command('prices')
    .description('Look at the prices of models, and set them.')
    .addCommand(
      asking('list <model>', "list a model's prices, newest first", (api, model: string) =>
        api.get(`${pathOf('models', model)}/prices`),
      ),
    )
    .addCommand(
      asking(
        'set <model> <field=value...>',
        'set a price from now on, or valid_from=TIME: inputUsdPerMillionTokens=0.4 …',
        (api, model: string, words: string[]) => {
          const { valid_from, ...price } = fieldsOf(words);
          const from = valid_from === undefined ? {} : { valid_from };
          return api.change('PUT', pathOf('models', model), { price, ...from }, '/price');
        },
      ),
    )
    .addCommand(importCommand());
}

function importCommand(): Command {
  const command = asking(
    'import <file> [model=name-in-file...]',
    "set the prices that a map in LiteLLM's format has of the service's models, from now on",
    async (api, file: string, words: string[]) => {
      const { data } = await api.get('/admin/v1/models');
      const changes = priceImport(await textOf(file), data as ModelEntry[], namesOf(words));
      if (command.opts<{ dryRun?: true }>().dryRun !== true) await setPrices(api, changes);
      return { data: changes };
    },
  );
  return command.option('--dry-run', 'show what would change, and change nothing');
}

async function setPrices(api: AdminApi, changes: readonly PriceChange[]): Promise<void> {
  for (const { model, change, price } of changes) {
    if (change === 'set') await api.change('PUT', pathOf('models', model), { price }, '/price');
  }
}

/** `model=name`, by model; names have dots, slashes and colons of their own. */
function namesOf(words: readonly string[]): Map<string, string> {
  return new Map(
    words.map((word) => {
      const [, model, name] = /^([^=]+)=(.+)$/.exec(word) ?? [];
      if (model !== undefined && name !== undefined) return [model, name];
      throw new UsageError(`"${word}" is not of the form model=name-in-file`);
    }),
  );
}

/** @throws {UsageError} for a file that cannot be read */
async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
