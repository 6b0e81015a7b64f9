import { outcomeTable, recordedWorld, type OutcomeTable, type RecordedQuery } from '#replay';
import { DemoError } from '../demo/demo-error.js';
import { readRecordedFile } from '../demo/recorded-file.js';
import { UsageError } from './usage-error.js';

/** Which part of a recorded file is played. */
export interface DataOptions {
  readonly path: string;
  /** Null: all. */
  readonly tasks: readonly string[] | null;
  readonly models: readonly string[] | null;
  /** The split that is played; null: all that is not learnt from before. */
  readonly split: string | null;
  /** The split that is learnt from before the first round; null: none. */
  readonly warm: string | null;
}

/** What is played, and what is known before. */
export interface RecordedData {
  readonly table: OutcomeTable;
  readonly warm: readonly RecordedQuery[];
}

/** More rows with gaps than this part would make the figures those of another set. */
const MOST_LEFT_OUT = 0.05;

/** @throws {UsageError} if the file cannot be read, or has nothing to play by these options */
export async function readData(options: DataOptions): Promise<RecordedData> {
  const all = ofTasks(await readRecordedOrRefuse(options.path), options.tasks);
  const world = recordedWorld(all);
  const models = options.models ?? world.models;
  const missing = models.find((model) => !world.models.includes(model));
  if (missing !== undefined)
    throw new UsageError(
      `--models: ${missing} is not in ${options.path}, which has ${world.models.join(', ')}`,
    );
  const warm = options.warm === null ? [] : ofSplit('--warm', all, options.warm);
  const played =
    options.split === null
      ? all.filter(({ split }) => options.warm === null || split !== options.warm)
      : ofSplit('--split', all, options.split);
  const table = outcomeTable(world, played, models);
  assertWhole(table, played.length);
  return { table, warm };
}

/** @throws {UsageError} if the file cannot be read */
export async function readRecordedOrRefuse(path: string): Promise<RecordedQuery[]> {
  try {
    return await readRecordedFile(path);
  } catch (error) {
    if (!(error instanceof DemoError)) throw error;
    throw new UsageError(error.message);
  }
}

/** The queries of some tasks; null: of all. @throws {UsageError} for a task that there is not */
export function ofTasks(queries: RecordedQuery[], tasks: DataOptions['tasks']): RecordedQuery[] {
  if (tasks === null) return queries;
  const known = new Set(queries.map(({ task }) => task));
  const missing = tasks.find((task) => !known.has(task));
  if (missing !== undefined)
    throw new UsageError(`--task: there is no ${missing}; there are ${[...known].join(', ')}`);
  return queries.filter(({ task }) => tasks.includes(task));
}

/** @throws {UsageError} where no query is of the split */
export function ofSplit(option: string, queries: readonly RecordedQuery[], split: string) {
  const found = queries.filter((query) => query.split === split);
  if (found.length > 0) return found;
  const known = [...new Set(queries.map((query) => query.split ?? 'none'))];
  throw new UsageError(`${option}: there is no split ${split}; there are ${known.join(', ')}`);
}

function assertWhole({ leftOut, queries }: OutcomeTable, played: number): void {
  if (leftOut <= MOST_LEFT_OUT * played && queries.length > 0) return;
  throw new UsageError(
    `--models: ${leftOut} of ${played} queries lack a score or a cost of a model, over 5%: leave out the models with gaps`,
  );
}
