import { setsOf, type ModelId } from '#bandit';
import { PlattScaling, type Scored } from './platt-scaling.js';
import type { SelectExample } from './select-example.js';
import { independentChance, playedReward, type SubsetReward } from './subset-reward.js';

/** More subsets than this are not looked at: choosing would take too long. */
export const MOST_SUBSETS = 5_000;
/** The largest subset: a vote's chance is reckoned over all that its members may do. */
export const MOST_MEMBERS = 8;

/**
 * The chance of every subset to succeed with a query. Models fail together: a hard query is hard for
 * all, so the chance of independent models is off, and differs more between queries than the truth. A
 * Platt scaling of the subsets of a size, learnt from the examples in which all models of a subset were
 * asked, mends both.
 */
export class SubsetChances {
  /** Indices of models, ascending. */
  readonly subsets: readonly (readonly number[])[];
  private readonly indices: ReadonlyMap<string, number>;
  /** A subset's place among those of its size. */
  private readonly places: readonly number[];

  /**
   * @param models how many models there are, of which subsets are made
   * @param size models in a subset: all sizes up to this
   * @param scalings by size, from 1; as `learntScalings` made them
   */
  constructor(
    models: number,
    size: number,
    readonly reward: SubsetReward,
    readonly scalings: readonly PlattScaling[],
  ) {
    this.subsets = subsetsOf(models, size);
    this.indices = new Map(this.subsets.map((members, index) => [keyOf(members), index]));
    let before = 0;
    this.places = this.subsets.map(({ length }, index) => {
      if (length !== this.subsets[index - 1]?.length) before = index;
      return index - before;
    });
  }

  /** The chance of a subset by its index. @param confidences of every model */
  chance(subset: number, confidences: Float64Array): number {
    const members = this.subsets[subset] as readonly number[];
    const scaling = this.scalings[members.length - 1] as PlattScaling;
    const estimate = independentChance(this.reward, ofMembers(confidences, members));
    return scaling.confidence(this.places[subset] as number, estimate);
  }

  /** The index of a subset. @param members indices of models, in any order */
  indexOf(members: readonly number[]): number {
    const index = this.indices.get(keyOf(members));
    if (index === undefined)
      throw new RangeError(`there is no subset of the models ${members.join(', ')}`);
    return index;
  }
}

/** Ascending in size, and in their indices. */
function subsetsOf(models: number, size: number): (readonly number[])[] {
  return [...setsOf(models, size, false)].sort((left, other) => left.length - other.length);
}

/**
 * Learns the scalings of all subsets of each size.
 * @param size models in a subset: all sizes up to this
 * @param confidences of each example, as if it had not been seen
 */
export function learntScalings(
  models: readonly ModelId[],
  size: number,
  reward: SubsetReward,
  examples: readonly SelectExample[],
  confidences: readonly Float64Array[],
): PlattScaling[] {
  const subsets = subsetsOf(models.length, size);
  const scored = (members: readonly number[]): Scored => {
    const names = members.map((member) => models[member] as ModelId);
    return {
      estimates: Float64Array.from(confidences, (own) =>
        independentChance(reward, ofMembers(own, members)),
      ),
      rights: Float64Array.from(examples, (example, row) => {
        const weights = ofMembers(confidences[row] as Float64Array, members);
        return playedReward(reward, names, weights, example);
      }),
    };
  };
  return Array.from({ length: size }, (_, at) =>
    PlattScaling.learnt(subsets.filter((members) => members.length === at + 1).map(scored)),
  );
}

function keyOf(members: readonly number[]): string {
  return members.toSorted((left, other) => left - other).join();
}

/** The figures of some models, by their indices. */
export function ofMembers(figures: Float64Array, members: readonly number[]): number[] {
  return members.map((member) => figures[member] as number);
}
