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
  /** By size, from 1. */
  private readonly scalings: readonly PlattScaling[];
  /** A subset's place among those of its size. */
  private readonly places: readonly number[];

  /**
   * @param models the models, of which subsets are made
   * @param size models in a subset: all sizes up to this
   * @param confidences of each example, as if it had not been seen
   */
  constructor(
    models: readonly ModelId[],
    size: number,
    private readonly reward: SubsetReward,
    examples: readonly SelectExample[],
    confidences: readonly Float64Array[],
  ) {
    this.subsets = [...setsOf(models.length, size, false)].sort(
      (left, other) => left.length - other.length,
    );
    this.indices = new Map(this.subsets.map((members, index) => [keyOf(members), index]));
    this.scalings = Array.from(
      { length: size },
      (_, at) =>
        new PlattScaling(
          this.subsets
            .filter((members) => members.length === at + 1)
            .map((members) => this.scored(models, members, examples, confidences)),
        ),
    );
    let before = 0;
    this.places = this.subsets.map(({ length }, index) => {
      if (length !== this.subsets[index - 1]?.length) before = index;
      return index - before;
    });
  }

  /** What was said of a subset with each example, and what came true. */
  private scored(
    models: readonly ModelId[],
    members: readonly number[],
    examples: readonly SelectExample[],
    confidences: readonly Float64Array[],
  ): Scored {
    const names = members.map((member) => models[member] as ModelId);
    return {
      estimates: Float64Array.from(confidences, (own) => this.estimate(members, own)),
      rights: Float64Array.from(examples, (example, row) => {
        const weights = ofMembers(confidences[row] as Float64Array, members);
        return playedReward(this.reward, names, weights, example);
      }),
    };
  }

  /** The chance of a subset by its index. @param confidences of every model */
  chance(subset: number, confidences: Float64Array): number {
    const members = this.subsets[subset] as readonly number[];
    const scaling = this.scalings[members.length - 1] as PlattScaling;
    return scaling.confidence(this.places[subset] as number, this.estimate(members, confidences));
  }

  /** The index of a subset. @param members indices of models, in any order */
  indexOf(members: readonly number[]): number {
    const index = this.indices.get(keyOf(members));
    if (index === undefined)
      throw new RangeError(`there is no subset of the models ${members.join(', ')}`);
    return index;
  }

  private estimate(members: readonly number[], confidences: Float64Array): number {
    return independentChance(this.reward, ofMembers(confidences, members));
  }
}

function keyOf(members: readonly number[]): string {
  return members.toSorted((left, other) => left - other).join();
}

/** The figures of some models, by their indices. */
export function ofMembers(figures: Float64Array, members: readonly number[]): number[] {
  return members.map((member) => figures[member] as number);
}
