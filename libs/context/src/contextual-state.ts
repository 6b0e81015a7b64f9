import type { ModelId } from '#bandit';
import type { CostTally } from './cost-forecast.js';
import type { Featurizer } from './featurizer.js';
import type { Forecasts } from './forecasts.js';
import type { ModelRidges } from './model-ridges.js';
import type { RewardTally } from './reward-forecast.js';
import type { SpendCurve } from './spend-curve.js';
import { StateError } from './state-error.js';

/** Raised with every change of what is written below. */
const VERSION = 1;

/**
 * The plain part of the state. The arrays follow it in the order in which `arraysOf` names them: 4
 * bytes of the length of this JSON, the JSON, the arrays in little endian.
 */
interface Header {
  readonly version: number;
  readonly words: number;
  readonly vectorSize: number;
  readonly queries: number;
  readonly pricedQueries: number;
  readonly rewards: readonly (readonly [ModelId, RewardTally])[];
  readonly costs: readonly (readonly [ModelId, CostTally])[];
  readonly rewardModels: readonly ModelId[];
  readonly costModels: readonly ModelId[];
}

type Numbers = Float32Array | Float64Array;

/** All that was learnt, as bytes. Some 33 KB a model with 2,048 words. */
export function writeState(
  featurizer: Featurizer,
  forecasts: Forecasts,
  curve: SpendCurve,
): Uint8Array {
  const { rewards, costs } = forecasts;
  const header: Header = {
    version: VERSION,
    words: featurizer.words,
    vectorSize: featurizer.vectorSize,
    queries: featurizer.queries,
    pricedQueries: curve.queries,
    rewards: [...rewards.tallies],
    costs: [...costs.tallies],
    rewardModels: [...rewards.ridges.own.keys()],
    costModels: [...costs.ridges.own.keys()],
  };
  const json = new TextEncoder().encode(JSON.stringify(header));
  const arrays = arraysOf(featurizer, forecasts, curve, header);
  const bytes = new Uint8Array(4 + json.length + lengthOf(arrays));
  const view = new DataView(bytes.buffer);
  view.setUint32(0, json.length, true);
  bytes.set(json, 4);
  let at = 4 + json.length;
  for (const array of arrays) {
    for (const value of array) {
      if (array instanceof Float32Array) view.setFloat32(at, value, true);
      else view.setFloat64(at, value, true);
      at += array.BYTES_PER_ELEMENT;
    }
  }
  return bytes;
}

/**
 * Reads what `writeState` wrote into parts made with the same settings that have learnt nothing.
 * @throws {StateError} which says what does not fit; then nothing that was learnt is read
 */
export function readState(
  bytes: Uint8Array,
  featurizer: Featurizer,
  forecasts: Forecasts,
  curve: SpendCurve,
): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { header, end } = headerOf(bytes, view);
  assertSettings(header, featurizer);
  const arrays = arraysOf(featurizer, forecasts, curve, header);
  if (bytes.byteLength !== end + lengthOf(arrays)) throw new StateError('the state is cut off');
  let at = end;
  for (const array of arrays) {
    for (let index = 0; index < array.length; index += 1) {
      array[index] =
        array instanceof Float32Array ? view.getFloat32(at, true) : view.getFloat64(at, true);
      at += array.BYTES_PER_ELEMENT;
    }
  }
  featurizer.queries = header.queries;
  curve.queries = header.pricedQueries;
  for (const [model, tally] of header.rewards) forecasts.rewards.tallies.set(model, tally);
  for (const [model, tally] of header.costs) forecasts.costs.tallies.set(model, tally);
}

function headerOf(bytes: Uint8Array, view: DataView): { header: Header; end: number } {
  const end = bytes.byteLength < 4 ? Infinity : 4 + view.getUint32(0, true);
  if (end > bytes.byteLength) throw new StateError('the state is cut off');
  try {
    const json = new TextDecoder().decode(bytes.subarray(4, end));
    return { header: JSON.parse(json) as Header, end };
  } catch {
    throw new StateError('these bytes are no state of a contextual learner');
  }
}

function assertSettings(header: Header, { words, vectorSize }: Featurizer): void {
  if (header.version !== VERSION) {
    throw new StateError(`the state has version ${header.version}, this is version ${VERSION}`);
  }
  if (header.words !== words || header.vectorSize !== vectorSize) {
    throw new StateError(
      `the state has words ${header.words} and vectorSize ${header.vectorSize}, ` +
        `the settings ${words} and ${vectorSize}`,
    );
  }
}

function arraysOf(
  featurizer: Featurizer,
  { rewards, costs }: Forecasts,
  curve: SpendCurve,
  { rewardModels, costModels }: Header,
): Numbers[] {
  return [
    featurizer.occurrences,
    featurizer.plainSums,
    curve.averages,
    ...weightsOf(rewards.ridges, rewardModels),
    ...weightsOf(costs.ridges, costModels),
  ];
}

function weightsOf(ridges: ModelRidges, models: readonly ModelId[]): Numbers[] {
  const all = [ridges.common, ...models.map((model) => ridges.ownOf(model))];
  return all.flatMap(({ weights, variances }) => [weights, variances]);
}

function lengthOf(arrays: readonly Numbers[]): number {
  return arrays.reduce((sum, array) => sum + array.byteLength, 0);
}
