import type { LearnerQuery } from '#bandit';
import type { Features } from './features.js';
import { pairOf, wordsOf } from './words.js';

/** Features beside the words, the first of all: a constant, and simple counts of the text. */
export const PLAIN_FEATURES = 5;
/** The index of the constant. */
export const PLAIN_CONSTANT = 0;

/**
 * A query's features: its words and pairs of words in a row, hashed into buckets ("feature hashing",
 * Weinberger et al. 2009) and weighted by `(1 + ln count) * ln((1 + queries) / (1 + queries that
 * have it))`, scaled to length 1; or its vector, scaled to length 1, where it has one; and a few
 * counts of the text.
 */
export class Featurizer {
  /** Queries counted. */
  queries = 0;
  /** In how many of them each bucket occurred. */
  readonly occurrences: Float64Array;
  /** The sums of the plain features of all queries counted. */
  readonly plainSums = new Float64Array(PLAIN_FEATURES);
  /** Where in a query's list a bucket stands, from 1; 0 everywhere between queries. */
  private readonly places: Int32Array;

  /**
   * @param words buckets for words
   * @param vectorSize the length of the queries' vectors, 0 where they have none
   */
  constructor(
    readonly words: number,
    readonly vectorSize: number,
  ) {
    this.occurrences = new Float64Array(words);
    this.places = new Int32Array(words);
  }

  /** Indices of features are below this. */
  get size(): number {
    return PLAIN_FEATURES + this.vectorSize + this.words;
  }

  /** Counts a query's words, for the weights of the queries to come. */
  count({ text }: LearnerQuery): void {
    const words = wordsOf(text);
    this.countBuckets(this.bucketsOf(words).indices, plainFeatures(text, words.length));
  }

  /**
   * Counts a query from its features: the words among them.
   * @param plain its simple counts, as `plainOf` gave them
   */
  countFeatures({ indices }: Features, plain: readonly number[]): void {
    const from = PLAIN_FEATURES + this.vectorSize;
    const buckets = indices.filter((index) => index >= from).map((index) => index - from);
    this.countBuckets(buckets, plain);
  }

  /** The simple counts of a query's text, not yet taken from their means. */
  plainOf({ text }: LearnerQuery): number[] {
    return plainFeatures(text, wordsOf(text).length);
  }

  private countBuckets(buckets: Int32Array, plain: readonly number[]): void {
    plain.forEach((value, index) => {
      this.plainSums[index] = (this.plainSums[index] as number) + value;
    });
    for (const bucket of buckets) this.occurrences[bucket] = (this.occurrences[bucket] ?? 0) + 1;
    this.queries += 1;
  }

  /** @throws {RangeError} for a vector of another length than `vectorSize`, or one with NaN or Infinity */
  featuresOf(query: LearnerQuery): Features {
    const { text } = query;
    const plain = plainFeatures(text, wordsOf(text).length);
    const content = this.contentOf(query);
    const indices = new Int32Array(PLAIN_FEATURES + content.indices.length);
    const values = new Float64Array(indices.length);
    for (let index = 0; index < PLAIN_FEATURES; index += 1) indices[index] = index;
    indices.set(content.indices, PLAIN_FEATURES);
    values.set(this.centred(plain));
    values.set(content.values, PLAIN_FEATURES);
    return { indices, values };
  }

  /**
   * What the query is about: its words and pairs alone, or its vector, scaled to length 1.
   * @throws {RangeError} for a vector of another length than `vectorSize`, or one with NaN or Infinity
   */
  contentOf({ text, vector }: LearnerQuery): Features {
    return this.vectorSize > 0 && vector !== undefined
      ? this.ofVector(vector)
      : this.ofWords(wordsOf(text));
  }

  /** All but the constant are counted from their mean, so that the constant alone tells the level. */
  private centred(plain: readonly number[]): number[] {
    return plain.map((value, index) => {
      const mean = ((this.plainSums[index] as number) + value) / (this.queries + 1);
      return index === PLAIN_CONSTANT ? value : value - mean;
    });
  }

  private ofVector(vector: readonly number[]): Features {
    if (vector.length !== this.vectorSize || !vector.every(Number.isFinite)) {
      throw new RangeError(
        `the query needs a vector of ${this.vectorSize} finite numbers, not ${vector.length}`,
      );
    }
    return {
      indices: Int32Array.from(vector, (_, index) => PLAIN_FEATURES + index),
      values: scaledToOne(Float64Array.from(vector)),
    };
  }

  private ofWords(words: readonly number[]): Features {
    const { indices, counts } = this.bucketsOf(words);
    const values = new Float64Array(indices.length);
    const from = PLAIN_FEATURES + this.vectorSize;
    for (let at = 0; at < indices.length; at += 1) {
      const bucket = indices[at] as number;
      const rarity = Math.log((1 + this.queries) / (1 + (this.occurrences[bucket] as number)));
      values[at] = (1 + Math.log(counts[at] as number)) * (LEAST_RARITY + rarity);
      indices[at] = from + bucket;
    }
    return { indices, values: scaledToOne(values) };
  }

  /** The buckets of the words and pairs, each once, and how often each occurs. */
  private bucketsOf(words: readonly number[]): { indices: Int32Array; counts: number[] } {
    const { places } = this;
    const buckets: number[] = [];
    const counts: number[] = [];
    const add = (hash: number): void => {
      const bucket = hash % this.words;
      const place = places[bucket] as number;
      if (place > 0) {
        counts[place - 1] = (counts[place - 1] as number) + 1;
      } else {
        buckets.push(bucket);
        counts.push(1);
        places[bucket] = buckets.length;
      }
    };
    words.forEach((word, at) => {
      add(word);
      if (at > 0) add(pairOf(words[at - 1] as number, word));
    });
    for (const bucket of buckets) places[bucket] = 0;
    return { indices: Int32Array.from(buckets), counts };
  }
}

/** A word of every query still counts a little: before any query is counted, all count alike. */
const LEAST_RARITY = 1e-2;

/** A constant; the text's length; its parts of digits and of line ends; the length of its words. */
function plainFeatures(text: string, words: number): number[] {
  let digits = 0;
  let lines = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 48 && code <= 57) digits += 1;
    else if (code === 10) lines += 1;
  }
  const length = Math.max(1, text.length);
  return [
    1,
    (Math.log(1 + length) - 5) / 2,
    Math.min(1, (5 * digits) / length),
    Math.min(1, lines / 10),
    Math.log(length / (1 + words)) - 1,
  ];
}

function scaledToOne(values: Float64Array): Float64Array {
  let squares = 0;
  for (const value of values) squares += value * value;
  if (squares === 0) return values;
  const scale = 1 / Math.sqrt(squares);
  return values.map((value) => value * scale);
}
