import { basename } from 'node:path';
import { outcomeTable, recordedWorld, type RecordedQuery } from '#replay';
import { DemoError } from './demo-error.js';
import type { RecordedOptions } from './demo-options.js';
import type { DemoPlan } from './demo-plan.js';
import { fittedPrice } from './fitted-price.js';
import { readRecordedFile } from './recorded-file.js';
import { shuffled } from './shuffle.js';

const SEED = 1;

/**
 * The demo on a recorded file: each query once, in an order of its own, scored at once.
 * @throws {DemoError} if the file cannot be used, or not with these options
 */
export async function recordedPlan(options: RecordedOptions): Promise<DemoPlan> {
  const { path, models, rewardModel, size, budgetUsd, task } = options;
  const queries = ofTask(await readRecordedFile(path), task);
  const world = recordedWorld(queries);
  refuseUnknown(models, world.models);
  const order = shuffled(queries, SEED).map(({ id, text }) => ({ id, text, task: null }));
  const complete = outcomeTable(world, order, models);
  if (complete.queries.length === 0)
    throw new DemoError('--models: no query has a score and a cost of each of them');
  const played = complete.queries.slice(0, options.queries ?? order.length);
  const table = { ...outcomeTable(world, played, models), leftOut: complete.leftOut };
  return {
    models: models.map((name) => ({
      name,
      price: fittedPrice(queries.flatMap(({ outcomes }) => outcomes.get(name) ?? [])),
    })),
    tasks: [
      { name: nameOf(path, task), rewardModel, size, budgetUsd, judgedBy: 'evaluator', table },
    ],
    batch: null,
    simulatorOptions: ['--data', path, '--latency-scale', '0'],
  };
}

function ofTask(queries: readonly RecordedQuery[], task: string | null): readonly RecordedQuery[] {
  if (task === null) return queries;
  const kept = queries.filter((query) => query.task === task);
  const known = [...new Set(queries.map((query) => query.task))];
  if (kept.length === 0)
    throw new DemoError(`--task: there is no task ${task} there; there are ${known.join(', ')}`);
  return kept;
}

function refuseUnknown(models: readonly string[], known: readonly string[]): void {
  const unknown = models.filter((model) => !known.includes(model));
  if (unknown.length > 0)
    throw new DemoError(
      `--models: there is no ${unknown.join(', ')} there; there are ${known.join(', ')}`,
    );
}

/** A name that purser.yaml takes: of the task, or of the file. */
function nameOf(path: string, task: string | null): string {
  const name = task ?? basename(path).replace(/\.jsonl(\.gz)?$/, '');
  return (
    name
      .replaceAll(/[^A-Za-z0-9._:/-]/g, '-')
      .replace(/^[^A-Za-z0-9]+/, '')
      .slice(0, 100) || 'recorded'
  );
}
