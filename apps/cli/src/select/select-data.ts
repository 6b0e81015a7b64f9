import type { ModelId } from '#bandit';
import { MOST_SUBSETS, type SelectExample, type SelectOutcome } from '#context';
import type { Outcome, RecordedQuery } from '#replay';
import { shuffled } from '../demo/shuffle.js';
import { ofTasks, readRecordedOrRefuse } from '../replay/recorded-data.js';
import { UsageError } from '../replay/usage-error.js';
import type { LatencyUnit, SelectOptions } from './select-options.js';

/** Recorded queries with the outcomes of all models. */
export interface SelectData {
  readonly models: readonly ModelId[];
  readonly examples: readonly SelectExample[];
  /** How many queries were left out, because a model's score or latency is unknown. */
  readonly leftOut: number;
}

/** More gaps than this part would make the figures those of another set. */
const MOST_LEFT_OUT = 0.05;

/** @throws {UsageError} if the file cannot be read, or has nothing to play by these options */
export async function readSelectData(options: SelectOptions): Promise<SelectData> {
  const queries = ofTasks(await readRecordedOrRefuse(options.path), options.tasks);
  const models = modelsOf(queries, options);
  assertSubsets(models.length, options.size);
  const examples = queries.map((query) => exampleOf(query, models, options.unit));
  for (const model of models) assertKnown(model, examples, options);
  const whole = examples.filter(({ outcomes }) =>
    [...outcomes.values()].every(({ reward, latencyMs }) => reward !== null && latencyMs !== null),
  );
  const leftOut = examples.length - whole.length;
  if (leftOut > MOST_LEFT_OUT * examples.length)
    throw new UsageError(
      `--models: ${leftOut} of ${examples.length} queries lack a score or a latency of a model, over 5%: leave out the models with gaps`,
    );
  return { models, examples: whole, leftOut };
}

/**
 * Parts examples by chance, which the seed fixes.
 * @throws {UsageError} if too few are left to learn from, or none to test on
 */
export function parted(examples: readonly SelectExample[], train: number, seed: number) {
  const known = Math.round(train * examples.length);
  if (known < LEAST_EXAMPLES || known >= examples.length)
    throw new UsageError(
      `--train is ${train}, which makes ${known} of ${examples.length} queries known: at least ${LEAST_EXAMPLES} must be, and one not`,
    );
  const order = shuffled(examples, seed);
  return { train: order.slice(0, known), test: order.slice(known) };
}

const LEAST_EXAMPLES = 10;

function modelsOf(
  queries: readonly RecordedQuery[],
  { models, path }: SelectOptions,
): readonly ModelId[] {
  const known = [...new Set(queries.flatMap(({ outcomes }) => [...outcomes.keys()]))];
  const missing = models?.find((model) => !known.includes(model));
  if (missing !== undefined)
    throw new UsageError(`--models: ${missing} is not in ${path}, which has ${known.join(', ')}`);
  return models ?? known;
}

function assertSubsets(models: number, size: number): void {
  if (size > models)
    throw new UsageError(`--size is ${size}, must be at most the number of models, ${models}`);
  let subsets = 0;
  for (let members = 1, ways = 1; members <= size; members += 1) {
    ways = (ways * (models - members + 1)) / members;
    subsets += ways;
  }
  if (subsets > MOST_SUBSETS)
    throw new UsageError(
      `--size ${size} of ${models} models makes ${subsets} subsets, over ${MOST_SUBSETS}: name fewer with --models, or lower the size`,
    );
}

function assertKnown(
  model: ModelId,
  examples: readonly SelectExample[],
  { path, unit }: SelectOptions,
): void {
  const has = (figure: keyof SelectOutcome) =>
    examples.some(({ outcomes }) => outcomes.get(model)?.[figure] !== null);
  if (!has('reward'))
    throw new UsageError(`--models: ${path} has no score of ${model}: leave it out`);
  if (has('latencyMs')) return;
  throw new UsageError(
    unit === 'ms'
      ? `--latency: ${path} has no latency of ${model}: take --latency tokens as a proxy, or leave it out`
      : `--latency: ${path} has no output tokens of ${model}: leave it out`,
  );
}

function exampleOf(
  { text, outcomes }: RecordedQuery,
  models: readonly ModelId[],
  unit: LatencyUnit,
): SelectExample {
  return {
    query: { text },
    outcomes: new Map(models.map((model) => [model, outcomeOf(outcomes.get(model), unit)])),
  };
}

function outcomeOf(outcome: Outcome | undefined, unit: LatencyUnit): SelectOutcome {
  const { score = null, costNano = null, answer = null, outputTokens = null } = outcome ?? {};
  return {
    reward: score,
    latencyMs: unit === 'ms' ? (outcome?.latencyMs ?? null) : outputTokens,
    outputTokens: unit === 'ms' ? outputTokens : null,
    costNano,
    answer: answer === null ? null : votedFor(answer),
  };
}

/** Numbers are the same however they are written; of other answers, case does not matter. */
function votedFor(answer: string): string {
  const plain = answer.trim().toLowerCase();
  const number = Number(plain.replaceAll(/[$,\s]/g, ''));
  return plain === '' || Number.isNaN(number) ? plain : String(number);
}
