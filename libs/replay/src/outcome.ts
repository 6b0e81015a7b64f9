/** What one model made of one query. A figure is null where it is unknown. */
export interface Outcome {
  /** In [0, 1]. */
  readonly score: number | null;
  /** What the call cost, in whole nano-dollars. */
  readonly costNano: number | null;
  readonly answer: string | null;
  readonly latencyMs: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
}
