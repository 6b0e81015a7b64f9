import type { ModelId } from '#bandit';
import {
  selectSettings,
  selectTermsDefaults,
  selectWays,
  LearntSubsets,
  type SelectExample,
  type SelectTerms,
} from '#context';
import { classifierFigures, type ClassifierFigures } from './classifier-figures.js';
import { SUCCESS_AT } from './played-subset.js';
import { playTerms, type MeanFigures } from './played-terms.js';
import { parted, type SelectData } from './select-data.js';
import type { SelectOptions } from './select-options.js';
import {
  bestAtPrice,
  mostAccurate,
  playedStatic,
  quickestWithin,
  staticSubsets,
  type StaticSubset,
} from './static-subsets.js';

/** What a way of choosing came to on the test queries. */
export interface WayFigures extends MeanFigures {
  readonly way: string;
  /** Where all queries get the same. */
  readonly models?: readonly ModelId[];
}

/** A point of the accuracy-latency curve. */
interface CurvePoint {
  /** Accuracy that a time as long as that of the most accurate static subset must earn. */
  readonly price: number;
  readonly chosen: WayFigures;
  /** The same, smaller subsets among those to choose from. */
  readonly upToSize: WayFigures;
  /** The static subset that looked best at this price on the queries that are learnt from. */
  readonly fixed: WayFigures;
}

/** One seed's figures. */
export interface SeedFigures {
  /** One model for all queries. */
  readonly single: WayFigures;
  readonly mostAccurate: WayFigures;
  readonly quickestWithin: WayFigures;
  readonly ways: readonly WayFigures[];
  readonly curve: readonly CurvePoint[];
  readonly classifier: ClassifierFigures;
}

/** Prices of time, in accuracy for the time of the most accurate static subset. */
const PRICES = [
  0, 0.002, 0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05, 0.06, 0.07, 0.08, 0.1,
  0.15, 0.2, 0.3, 0.5, 1,
];

/** Learns from a part of the queries and plays every way of choosing on the others. */
export function selectSeed(
  { models, examples }: SelectData,
  options: SelectOptions,
  seed: number,
): SeedFigures {
  const { train, test } = parted(examples, options.train, seed);
  const { size, rewardModel, within } = options;
  const settings = selectSettings({ successAt: SUCCESS_AT });
  const forecaster = LearntSubsets.from(models, size, rewardModel, train, settings);
  const statics = staticSubsets(models, train, options);
  const best = mostAccurate(statics);
  const quick = quickestWithin(statics, best.accuracy, within);
  const single = mostAccurate(staticSubsets(models, train, { ...options, size: 1 }));
  const curves = curvesOf(options, best.latency);
  const ways = waysOf(forecaster, train, curves, options);
  const terms = [...curves.exact, ...curves.upToSize, ...ways.map(({ terms: own }) => own)];
  const figures = playTerms(forecaster, test, ({ query }) => forecaster.of(query), terms, options);
  const [exact, upToSize] = [figures.slice(0, PRICES.length), figures.slice(PRICES.length)];
  const ofWays = upToSize.slice(PRICES.length);
  return {
    single: fixedFigures('most accurate model alone', single, test, options),
    mostAccurate: fixedFigures('most accurate static subset', best, test, options),
    quickestWithin: fixedFigures('quickest static subset about as accurate', quick, test, options),
    ways: ways.map(({ way }, at) => ({ way, ...(ofWays[at] as MeanFigures) })),
    curve: PRICES.map((price, at) => ({
      price,
      chosen: { way: 'priced', ...(exact[at] as MeanFigures) },
      upToSize: { way: `priced, at most ${size}`, ...(upToSize[at] as MeanFigures) },
      fixed: fixedFigures('static', bestAtPrice(statics, price / best.latency), test, options),
    })),
    classifier: classifierFigures(forecaster, train, test),
  };
}

/** Terms at each price of time, for subsets of just the size and of at most the size. */
interface Curves {
  readonly exact: readonly SelectTerms[];
  readonly upToSize: readonly SelectTerms[];
}

function curvesOf({ size, execution }: SelectOptions, latency: number): Curves {
  const curve = (exactly: boolean) =>
    PRICES.map((price): SelectTerms => {
      const pricePerSecond = (1_000 * price) / latency;
      return { ...selectTermsDefaults, size, execution, exactly, pricePerSecond };
    });
  return { exact: curve(true), upToSize: curve(false) };
}

/** SelectLLM's own ways, and ours at the price of time that the queries which are learnt from allow. */
function waysOf(
  forecaster: LearntSubsets,
  train: readonly SelectExample[],
  { exact, upToSize }: Curves,
  options: SelectOptions,
): { readonly way: string; readonly terms: SelectTerms }[] {
  const { size, execution, target, lose } = options;
  const heldOut = (_: SelectExample, row: number) => forecaster.heldOut(row);
  const dearest = (curve: readonly SelectTerms[]): SelectTerms => {
    const learnt = playTerms(forecaster, train, heldOut, curve, options);
    return curve[dearestWithin(learnt, lose)] as SelectTerms;
  };
  const priced = dearest(exact);
  const own = selectWays.filter((way) => way !== 'priced');
  return [
    ...own.map((way) => ({ way, terms: { ...selectTermsDefaults, size, execution, way } })),
    { way: 'priced', terms: priced },
    { way: `priced, at most ${size}`, terms: dearest(upToSize) },
    { way: `priced, smallest that reaches ${target}`, terms: { ...priced, target } },
  ];
}

/**
 * The dearest time at which no more accuracy is lost than allowed, as foreseen of the queries that are
 * learnt from as if they had not been seen: their outcomes are too few to choose a price by. What looks
 * best where time is free does so partly by luck, so less is lost than foreseen.
 * @param learnt at each price, ascending
 */
function dearestWithin(learnt: readonly MeanFigures[], lose: number): number {
  const free = learnt[0]?.chance ?? 1;
  return Math.max(
    0,
    learnt.findLastIndex(({ chance }) => chance >= free - lose),
  );
}

function fixedFigures(
  way: string,
  subset: StaticSubset,
  test: readonly SelectExample[],
  options: SelectOptions,
): WayFigures {
  const { members } = subset;
  return {
    way,
    models: members,
    chance: subset.accuracy,
    calls: members.length,
    ...playedStatic(test, subset, options),
  };
}
