import { Featurizer } from '../featurizer.js';
import { StateError } from '../state-error.js';
import { CallCosts } from './call-costs.js';
import type { Line } from './cross-fitted-regression.js';
import { LatencyForecast } from './latency-forecast.js';
import type { LogLine } from './log-forecast.js';
import { PlattScaling } from './platt-scaling.js';
import { SubsetChances } from './subset-chances.js';
import { SubsetForecaster } from './subset-forecaster.js';
import type { SubsetReward } from './subset-reward.js';
import { SuccessClassifier } from './success-classifier.js';

/** Raised with every change of what is written below. */
const VERSION = 1;

/** Digits that a number keeps: those of a 32-bit float. */
const DIGITS = 7;

/** What is written: numbers alone, null for NaN. */
interface Written {
  readonly version: number;
  readonly models: string[];
  readonly words: number;
  readonly vectorSize: number;
  readonly queries: number;
  readonly occurrences: Numbers;
  readonly plainSums: Numbers;
  readonly successes: WrittenLine[];
  readonly scaling: Scaling;
  readonly latencies: WrittenLog[];
  readonly errors: Numbers[];
  readonly costs: ({ line: WrittenLog; scale: number } | null)[];
  readonly size: number;
  readonly reward: SubsetReward;
  readonly chances: Scaling[];
  readonly sample: { confidences: Numbers; latencyLogs: Numbers; costsNano: Numbers }[];
}

type Numbers = readonly (number | null)[];
type Scaling = Pick<PlattScaling, 'slope' | 'levels'>;
interface WrittenLine {
  readonly level: number;
  readonly weights: Numbers;
}
interface WrittenLog {
  readonly line: WrittenLine;
  readonly level: number;
  readonly slope: number;
}

/**
 * All that a forecaster knows, as bytes (JSON, worth compressing). Rounded to 32-bit floats: whoever is to
 * foresee just the same must restore it from the same bytes.
 */
export function writeSubsets({ knowledge }: SubsetForecaster): Uint8Array {
  const { models, featurizer, classifier, latencies, costs, chances, sample } = knowledge;
  const written: Written = {
    version: VERSION,
    models: [...models],
    words: featurizer.words,
    vectorSize: featurizer.vectorSize,
    queries: featurizer.queries,
    occurrences: numbers(featurizer.occurrences),
    plainSums: numbers(featurizer.plainSums),
    successes: classifier.lines.map(writtenLine),
    scaling: scalingOf(classifier.scaling),
    latencies: latencies.knowledge.lines.map(writtenLog),
    errors: latencies.knowledge.errors.map(numbers),
    costs: costs.knowledge.map(
      (known) => known && { line: writtenLog(known.line), scale: known.scale },
    ),
    size: chances.scalings.length,
    reward: chances.reward,
    chances: chances.scalings.map(scalingOf),
    sample: sample.map(({ confidences, latencyLogs, costsNano }) => ({
      confidences: numbers(confidences),
      latencyLogs: numbers(latencyLogs),
      costsNano: numbers(costsNano),
    })),
  };
  return new TextEncoder().encode(JSON.stringify(written));
}

/** @throws {StateError} for bytes that `writeSubsets` did not write, or wrote in another version */
export function readSubsets(bytes: Uint8Array): SubsetForecaster {
  const written = parsed(bytes);
  const featurizer = new Featurizer(written.words, written.vectorSize);
  featurizer.queries = written.queries;
  featurizer.occurrences.set(floats(written.occurrences));
  featurizer.plainSums.set(floats(written.plainSums));
  const { models, size, reward } = written;
  return new SubsetForecaster({
    models,
    featurizer,
    classifier: new SuccessClassifier(
      written.successes.map(lineOf),
      PlattScaling.of(written.scaling),
    ),
    latencies: new LatencyForecast({
      lines: written.latencies.map(logOf),
      errors: written.errors.map(floats),
    }),
    costs: new CallCosts(
      written.costs.map((known) => known && { line: logOf(known.line), scale: known.scale }),
    ),
    chances: new SubsetChances(
      models.length,
      size,
      reward,
      written.chances.map((scaling) => PlattScaling.of(scaling)),
    ),
    sample: written.sample.map(({ confidences, latencyLogs, costsNano }) => ({
      confidences: floats(confidences),
      latencyLogs: floats(latencyLogs),
      costsNano: floats(costsNano),
    })),
  });
}

function parsed(bytes: Uint8Array): Written {
  let written: Partial<Written>;
  try {
    written = JSON.parse(new TextDecoder().decode(bytes)) as Partial<Written>;
  } catch {
    throw new StateError('these bytes are nothing that was learnt of subsets');
  }
  if (written.version === VERSION) return written as Written;
  throw new StateError(
    `what was learnt of subsets has version ${written.version}, this is version ${VERSION}`,
  );
}

function numbers(values: Float64Array): Numbers {
  return Array.from(values, (value) =>
    Number.isNaN(value) ? null : Number(value.toPrecision(DIGITS)),
  );
}

function floats(values: Numbers): Float64Array {
  return Float64Array.from(values, (value) => value ?? NaN);
}

function writtenLine({ level, weights }: Line): WrittenLine {
  return { level, weights: numbers(weights) };
}

function writtenLog({ line, level, slope }: LogLine): WrittenLog {
  return { line: writtenLine(line), level, slope };
}

function lineOf({ level, weights }: WrittenLine): Line {
  return { level, weights: floats(weights) };
}

function logOf({ line, level, slope }: WrittenLog): LogLine {
  return { line: lineOf(line), level, slope };
}

function scalingOf({ slope, levels }: PlattScaling): Scaling {
  return { slope, levels };
}
