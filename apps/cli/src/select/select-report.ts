import type { ModelId } from '#bandit';
import type { Calibration } from '#ensemble';
import { estimateOf, type Estimate } from '#replay';
import type { SelectOptions } from './select-options.js';
import type { SeedFigures, WayFigures } from './select-seed.js';

/** What a way came to over the seeds, and how it stands to the two static subsets of its seed. */
export interface WayReport {
  readonly way: string;
  readonly accuracy: Estimate;
  /** The accuracy that was foreseen; of static subsets, on the queries learnt from. */
  readonly predicted: Estimate;
  readonly latency: Estimate;
  readonly calls: Estimate;
  /** Accuracy less that of the most accurate static subset (a). */
  readonly accuracyGain: Estimate;
  /** The part of its latency that is saved. */
  readonly latencySaved: Estimate;
  /** The part that is saved of the latency of the quickest static subset about as accurate (b). */
  readonly latencySavedOfQuickest: Estimate;
  /** Of the first seed, where all queries get the same. */
  readonly models?: readonly ModelId[];
}

/** What `--json` prints. Figures are of the queries that were not learnt from, over the seeds. */
export interface SelectReport {
  readonly data: string;
  readonly models: readonly ModelId[];
  readonly reward: string;
  readonly execution: string;
  readonly size: number;
  readonly latencyUnit: string;
  readonly train: number;
  readonly test: number;
  readonly leftOut: number;
  readonly seeds: number;
  readonly mostAccurateSingle: WayReport;
  readonly mostAccurateStatic: WayReport;
  readonly quickestStatic: WayReport;
  readonly ways: readonly WayReport[];
  /** Each at a price of time: accuracy that the time of the most accurate static subset must earn. */
  readonly curve: readonly {
    readonly price: number;
    readonly chosen: WayReport;
    /** The same, smaller subsets among those to choose from. */
    readonly upToSize: WayReport;
    readonly fixed: WayReport;
  }[];
  readonly classifier: {
    readonly f1: Estimate;
    readonly f1OfMeans: Estimate;
    /** Expected calibration error. */
    readonly ece: Estimate;
    readonly brier: Estimate;
    readonly brierOfMeans: Estimate;
    /** Of the first seed. */
    readonly calibration: Calibration;
    readonly latencyError: Estimate;
    readonly latencyErrorOfMeans: Estimate;
  };
  readonly wallMs: number;
}

/** @param seeds at least one */
export function selectReport(
  seeds: readonly SeedFigures[],
  { path, rewardModel, execution, size, unit }: SelectOptions,
  sizes: Pick<SelectReport, 'models' | 'train' | 'test' | 'leftOut'>,
  wallMs: number,
): SelectReport {
  const [first] = seeds;
  if (first === undefined) throw new RangeError('there must be a seed');
  const over = (figure: (seed: SeedFigures) => number) => estimateOf(seeds.map(figure));
  const way = (pick: (seed: SeedFigures) => WayFigures) => wayReport(seeds, pick, pick(first));
  return {
    data: path,
    reward: rewardModel,
    execution,
    size,
    latencyUnit: unit,
    ...sizes,
    seeds: seeds.length,
    mostAccurateSingle: way(({ single }) => single),
    mostAccurateStatic: way(({ mostAccurate }) => mostAccurate),
    quickestStatic: way(({ quickestWithin }) => quickestWithin),
    ways: first.ways.map((_, at) => way(({ ways }) => ways[at] as WayFigures)),
    curve: first.curve.map(({ price }, at) => ({
      price,
      chosen: way(({ curve }) => curve[at]?.chosen as WayFigures),
      upToSize: way(({ curve }) => curve[at]?.upToSize as WayFigures),
      fixed: way(({ curve }) => curve[at]?.fixed as WayFigures),
    })),
    classifier: {
      f1: over(({ classifier }) => classifier.f1),
      f1OfMeans: over(({ classifier }) => classifier.f1OfMeans),
      ece: over(({ classifier }) => classifier.calibration.gap),
      brier: over(({ classifier }) => classifier.calibration.brier),
      brierOfMeans: over(({ classifier }) => classifier.brierOfMeans),
      calibration: first.classifier.calibration.curve,
      latencyError: over(({ classifier }) => classifier.latencyError),
      latencyErrorOfMeans: over(({ classifier }) => classifier.latencyErrorOfMeans),
    },
    wallMs: Math.round(wallMs),
  };
}

function wayReport(
  seeds: readonly SeedFigures[],
  pick: (seed: SeedFigures) => WayFigures,
  { way, models }: WayFigures,
): WayReport {
  const over = (figure: (own: WayFigures, seed: SeedFigures) => number) =>
    estimateOf(seeds.map((seed) => figure(pick(seed), seed)));
  return {
    way,
    accuracy: over(({ accuracy }) => accuracy),
    predicted: over(({ chance }) => chance),
    latency: over(({ latency }) => latency),
    calls: over(({ calls }) => calls),
    accuracyGain: over(({ accuracy }, { mostAccurate }) => accuracy - mostAccurate.accuracy),
    latencySaved: over(({ latency }, { mostAccurate }) => 1 - latency / mostAccurate.latency),
    latencySavedOfQuickest: over(
      ({ latency }, { quickestWithin }) => 1 - latency / quickestWithin.latency,
    ),
    ...(models && { models }),
  };
}
