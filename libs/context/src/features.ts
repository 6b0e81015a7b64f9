/** A query in numbers, the zeros left out. */
export interface Features {
  readonly indices: Int32Array;
  readonly values: Float64Array;
}
