import type { World, WorldQuery } from './world.js';

/** What some models made of some queries, without gaps: what hindsight looks at. */
export interface OutcomeTable {
  readonly models: readonly string[];
  readonly queries: readonly WorldQuery[];
  /** A column a model, a row a query. */
  readonly scores: readonly Float64Array[];
  /** In nano-dollars. */
  readonly costs: readonly Float64Array[];
  /** How many queries were left out, because a score or a cost of one of the models is unknown. */
  readonly leftOut: number;
}

/** Gathers the outcomes of these queries and models; a query with a gap is left out and counted. */
export function outcomeTable(
  world: World,
  queries: readonly WorldQuery[],
  models: readonly string[],
): OutcomeTable {
  const kept: WorldQuery[] = [];
  const scores = models.map(() => new Float64Array(queries.length));
  const costs = models.map(() => new Float64Array(queries.length));
  for (const query of queries) {
    const row = models.map((model) => world.outcomeOf(query, model));
    if (row.some((outcome) => outcome?.score == null || outcome.costNano == null)) continue;
    row.forEach((outcome, column) => {
      scores[column]?.set([outcome?.score ?? 0], kept.length);
      costs[column]?.set([outcome?.costNano ?? 0], kept.length);
    });
    kept.push(query);
  }
  return {
    models,
    queries: kept,
    scores: scores.map((column) => column.subarray(0, kept.length)),
    costs: costs.map((column) => column.subarray(0, kept.length)),
    leftOut: queries.length - kept.length,
  };
}
