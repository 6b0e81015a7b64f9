import { choiceReader } from '#evaluation';
import { labelTable, type LabelTable, type RecordedQuery } from '#replay';
import { ofSplit, ofTasks, readRecordedOrRefuse } from '../replay/recorded-data.js';
import { UsageError } from '../replay/usage-error.js';
import type { VoteOptions } from './vote-options.js';

/** What is learnt from, what is tested on, and both together. */
export interface LabelledData {
  readonly train: LabelTable;
  readonly test: LabelTable;
  readonly all: LabelTable;
}

/** @throws {UsageError} if the file cannot be read, or has nothing to vote on by these options */
export async function readLabelled(options: VoteOptions): Promise<LabelledData> {
  const queries = ofTasks(await readRecordedOrRefuse(options.path), options.tasks);
  const labels = labelsOf(queries, options);
  const models = modelsOf(queries, options);
  const read = choiceReader(labels);
  const tableOf = (part: readonly RecordedQuery[]) => labelTable(part, models, labels, read);
  const train = ofSplit('--train', queries, options.train);
  const test =
    options.test === null
      ? queries.filter(({ split }) => split !== options.train)
      : ofSplit('--test', queries, options.test);
  const data = { train: tableOf(train), test: tableOf(test), all: tableOf(queries) };
  for (const [option, table] of [['--train', data.train] as const, ['--test', data.test] as const])
    if (table.queries.length === 0)
      throw new UsageError(`${option}: no query has a label and a cost of every model`);
  return data;
}

function labelsOf(queries: readonly RecordedQuery[], { labels, path }: VoteOptions): string[] {
  const gold = [...new Set(queries.flatMap(({ label }) => label ?? []))].sort();
  if (labels === null) {
    if (gold.length < 2)
      throw new UsageError(
        `--data ${path} has ${gold.length === 0 ? 'no gold labels' : `the one label ${gold.join()}`}: a vote needs two labels at least`,
      );
    return gold;
  }
  const unknown = gold.find((one) => choiceReader(labels)(one) === undefined);
  if (unknown !== undefined)
    throw new UsageError(
      `--labels: the label ${unknown} of ${path} is not among ${labels.join(', ')}`,
    );
  return [...labels];
}

function modelsOf(
  queries: readonly RecordedQuery[],
  { models, withTokens, path }: VoteOptions,
): string[] {
  const known = [...new Set(queries.flatMap(({ outcomes }) => [...outcomes.keys()]))];
  const missing = models?.find((model) => !known.includes(model));
  if (missing !== undefined)
    throw new UsageError(`--models: ${missing} is not in ${path}, which has ${known.join(', ')}`);
  if (models !== null) return [...models];
  if (!withTokens) return known;
  const counted = known.filter((model) =>
    queries.every(({ outcomes }) => outcomes.get(model)?.inputTokens != null),
  );
  if (counted.length === 0)
    throw new UsageError(`--with-tokens: ${path} tells the tokens of no model`);
  return counted;
}
