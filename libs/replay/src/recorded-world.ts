import type { RecordedQuery } from './recorded-query.js';
import type { World, WorldQuery } from './world.js';

/**
 * The world that was recorded. A query is found by its id if it has one, else by its exact text; of
 * several with one text the first of the named task, else the first.
 */
export function recordedWorld(queries: readonly RecordedQuery[]): World {
  const byId = new Map(queries.map((query) => [query.id, query]));
  const byText = groupByText(queries);

  function find({ id, text, task }: WorldQuery): RecordedQuery | undefined {
    if (id !== null) return byId.get(id);
    const same = byText.get(text);
    return same?.find((query) => query.task === task) ?? same?.[0];
  }

  return {
    models: modelsOf(queries),
    tasks: [...new Set(queries.map(({ task }) => task))],
    outcomeOf: (query, model) => find(query)?.outcomes.get(model),
    labelOf: (query) => find(query)?.label ?? null,
  };
}

/** The models that have an outcome anywhere, in the order in which they first come. */
function modelsOf(queries: readonly RecordedQuery[]): string[] {
  return [...new Set(queries.flatMap(({ outcomes }) => [...outcomes.keys()]))];
}

function groupByText(queries: readonly RecordedQuery[]): Map<string, RecordedQuery[]> {
  const groups = new Map<string, RecordedQuery[]>();
  for (const query of queries) {
    const group = groups.get(query.text);
    if (group) group.push(query);
    else groups.set(query.text, [query]);
  }
  return groups;
}
