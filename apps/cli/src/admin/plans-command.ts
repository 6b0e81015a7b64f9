import { createReadStream } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import { Command } from 'commander';
import { UsageError } from '../replay/usage-error.js';
import { asking } from './asking.js';

/** What `plans run` may be told to run. */
const WISHES = ['point', 'max_cost_usd', 'min_accuracy'];

/** `purser plans`: fronts of batches that the service plans, and their runs. */
export function plansCommand(): Command {
  const plans = new Command('plans').description(
    'Plan batches of queries in the service, and run a point of their front.',
  );
  plans.addCommand(
    asking(
      'create <task> <file> [models]',
      'plan the queries of an NDJSON file: {"id": …, "input": …} a line, with "outcomes" a labelled sample',
      async (api, task: string, file: string, models?: string) => {
        await access(file, constants.R_OK).catch((error: unknown) => {
          throw new UsageError(`${file}: ${error instanceof Error ? error.message : ''}`);
        });
        const search = new URLSearchParams({ task, ...(models !== undefined && { models }) });
        const path = `/v1/plans?${search.toString()}`;
        return api.upload(path, 'application/x-ndjson', createReadStream(file));
      },
    ),
  );
  plans.addCommand(
    asking('show <id>', 'the front of a plan, and what came of it', (api, id: string) =>
      api.get(pathOf(id)),
    ),
  );
  plans.addCommand(
    asking(
      'run <id> <wish>',
      'run a point: point=12, max_cost_usd=5 or min_accuracy=0.9',
      (api, id: string, wish: string) => api.post(`${pathOf(id)}/execute`, wishOf(wish)),
    ),
  );
  for (const [word, says] of [
    ['cancel', 'send no more of the queries of a plan'],
    ['resume', 'go on with a plan that was cancelled'],
  ] as const)
    plans.addCommand(
      asking(`${word} <id>`, says, (api, id: string) => api.post(`${pathOf(id)}/${word}`)),
    );
  return plans;
}

function pathOf(id: string): string {
  return `/v1/plans/${encodeURIComponent(id)}`;
}

/** @throws {UsageError} for what is no wish */
function wishOf(text: string): Record<string, number> {
  const [key = '', value = ''] = text.split('=');
  const number = value.trim() === '' ? NaN : Number(value);
  if (!WISHES.includes(key) || !Number.isFinite(number))
    throw new UsageError(
      `${text} is no wish: write point=N, max_cost_usd=USD or min_accuracy=PART`,
    );
  return { [key]: number };
}
