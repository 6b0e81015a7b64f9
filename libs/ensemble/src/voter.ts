/** A model as the choice of an ensemble sees it. */
export interface Voter {
  /** p: the chance that its answer is right, in [0, 1]. */
  readonly chance: number;
  /** What one call of it costs: any unit, at least 0. */
  readonly cost: number;
}

/** What a set of voters is expected to come to. */
export interface EnsembleFigures {
  /** xi: the chance that their belief vote is right, in [0, 1]; a tie counts by its share. */
  readonly correctness: number;
  /** What is spent on average if the vote stops as soon as it is decided. */
  readonly cost: number;
}
