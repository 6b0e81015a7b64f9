import { calibrationFigures, type CalibrationFigures } from '#ensemble';
import type { CallForecast, SelectExample, SubsetForecaster } from '#context';
import { SUCCESS_AT } from './played-subset.js';

/** How well a query's successes were foreseen, over all models and queries together. */
export interface ClassifierFigures {
  /** Micro-averaged: of all pairs of a query and a model that is right. */
  readonly f1: number;
  /** The same of a classifier that knows each model's mean and no query. */
  readonly f1OfMeans: number;
  /** Of the confidences, calibrated. */
  readonly calibration: CalibrationFigures;
  /** The mean squared error of the models' means, to compare the confidences' with. */
  readonly brierOfMeans: number;
  /** The mean absolute error of the latency that is expected, in parts of the mean latency. */
  readonly latencyError: number;
  /** The same of each model's mean latency. */
  readonly latencyErrorOfMeans: number;
}

interface Pair {
  readonly belief: number;
  readonly right: number;
  readonly expected: number;
  readonly latency: number;
}

/** A model is predicted to be right if its confidence is at least this. */
const SUCCEEDS = 0.5;

export function classifierFigures(
  forecaster: SubsetForecaster,
  train: readonly SelectExample[],
  test: readonly SelectExample[],
): ClassifierFigures {
  const means = forecaster.models.map((model) => meansOf(model, train));
  const foreseen = test.flatMap((example) => {
    const calls = forecaster.of(example.query);
    return pairsOf(forecaster.models, example, (model) => ({
      belief: calls.confidences[model] ?? NaN,
      expected: expectedMs(calls, model),
    }));
  });
  const fixed = test.flatMap((example) =>
    pairsOf(forecaster.models, example, (model) => means[model] ?? { belief: 0, expected: 0 }),
  );
  return {
    f1: f1Of(foreseen),
    f1OfMeans: f1Of(fixed),
    calibration: calibrationFigures(foreseen),
    brierOfMeans: calibrationFigures(fixed).brier,
    latencyError: latencyErrorOf(foreseen),
    latencyErrorOfMeans: latencyErrorOf(fixed),
  };
}

function pairsOf(
  models: readonly string[],
  { outcomes }: SelectExample,
  said: (model: number) => Pick<Pair, 'belief' | 'expected'>,
): Pair[] {
  return models.map((name, model) => {
    const { reward = null, latencyMs = null } = outcomes.get(name) ?? {};
    return {
      ...said(model),
      right: Number((reward ?? 0) >= SUCCESS_AT),
      latency: latencyMs ?? 0,
    };
  });
}

function meansOf(model: string, train: readonly SelectExample[]) {
  const own = pairsOfModel(model, train);
  return {
    belief: own.reduce((sum, { right }) => sum + right / own.length, 0),
    expected: own.reduce((sum, { latency }) => sum + latency / own.length, 0),
  };
}

function pairsOfModel(model: string, train: readonly SelectExample[]): Pair[] {
  return train.flatMap((example) => pairsOf([model], example, () => ({ belief: 0, expected: 0 })));
}

function expectedMs({ latencies }: CallForecast, model: number): number {
  return latencies.reduce((sum, draw) => sum + (draw[model] ?? 0) / latencies.length, 0);
}

function f1Of(pairs: readonly Pair[]): number {
  const said = pairs.filter(({ belief }) => belief >= SUCCEEDS);
  const both = said.filter(({ right }) => right === 1).length;
  const rights = pairs.filter(({ right }) => right === 1).length;
  return said.length + rights === 0 ? 0 : (2 * both) / (said.length + rights);
}

function latencyErrorOf(pairs: readonly Pair[]): number {
  const missed = pairs.reduce(
    (sum, { expected, latency }) => sum + Math.abs(expected - latency),
    0,
  );
  return missed / pairs.reduce((sum, { latency }) => sum + latency, 0);
}
