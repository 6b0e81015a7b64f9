/** How a sender's JSON becomes a rating, as in purser.yaml. */
export interface Mapping {
  query: string;
  rating: string;
  scale: unknown;
  model?: string;
  comment?: string;
  rater?: string;
  when?: { path: string; equals: string | number | boolean };
}

/** A sender of ratings. */
export interface Source {
  name: string;
  source: 'file' | 'api';
  mapping: Mapping;
  secrets: { env: string | null; created_at: string | null }[];
  version: number;
  secret: string | null;
}

/** What a test would rate. */
export interface TestedRating {
  rating: {
    query_id: string;
    score: number;
    model: string | null;
    comment: string | null;
    rater: string | null;
  } | null;
}

/**
 * JSON as such a sender would send it: the values lie where the mapping looks for them.
 * @param queryId of the query that it pretends to rate
 */
export function sampleOf(mapping: Mapping, queryId: string): unknown {
  const sample = new Map<string, unknown>([
    [mapping.query, queryId],
    [mapping.rating, bestOn(mapping.scale)],
  ]);
  if (mapping.model !== undefined) sample.set(mapping.model, 'a-model');
  if (mapping.comment !== undefined) sample.set(mapping.comment, 'just what I needed');
  if (mapping.rater !== undefined) sample.set(mapping.rater, 'anna');
  if (mapping.when !== undefined) sample.set(mapping.when.path, mapping.when.equals);
  let whole: unknown = {};
  for (const [path, value] of sample) whole = withValue(whole, stepsOf(path), value);
  return whole;
}

/** The best value of a scale, as senders write it. */
function bestOn(scale: unknown): unknown {
  const named: Record<string, unknown> = { stars: 5, '0-10': 10, boolean: true, thumbs: 'up' };
  if (typeof scale === 'string') return named[scale] ?? 1;
  const { max, labels } = scale as { max?: number; labels?: Record<string, number> };
  if (labels === undefined) return max ?? 1;
  const [best] = Object.entries(labels).toSorted(([, one], [, other]) => other - one);
  return best?.[0];
}

/** `data.answers[0].stars` as its steps; a number is a place in a list. */
function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|([^.[\]]+)/gu)].map(([, place, key = '']) =>
    place === undefined ? key : Number(place),
  );
}

function withValue(whole: unknown, [step, ...rest]: (string | number)[], value: unknown): unknown {
  if (step === undefined) return value;
  if (typeof step === 'number') {
    const list: unknown[] = Array.isArray(whole) ? [...(whole as unknown[])] : [];
    while (list.length < step) list.push(null);
    list[step] = withValue(list[step], rest, value);
    return list;
  }
  const fields =
    typeof whole === 'object' && whole !== null ? (whole as Record<string, unknown>) : {};
  return { ...fields, [step]: withValue(fields[step], rest, value) };
}
