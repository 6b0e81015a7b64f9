import { isoOf, localMoment } from '../../format/local-moment.js';

/** What rounds are searched by, under the names of the API and of the page's address. */
export const FILTERS = [
  'task',
  'model',
  'status',
  'reward_min',
  'reward_max',
  'cost_min_usd',
  'cost_max_usd',
  'from',
  'to',
  'query',
] as const;
export type Filter = (typeof FILTERS)[number];
export type Search = Partial<Record<Filter, string>>;

const MOMENTS: readonly Filter[] = ['from', 'to'];

/** The filters in the address of the page; what it does not know is left out. */
export function searchIn(query: Readonly<Record<string, string | undefined>>): Search {
  return Object.fromEntries(
    FILTERS.flatMap((filter) => {
      const value = query[filter]?.trim();
      return value === undefined || value === '' ? [] : [[filter, value]];
    }),
  );
}

/** The same from the fields of a form, whose moments are local. */
export function searchOf(written: (filter: Filter) => string): Search {
  return searchIn(
    Object.fromEntries(
      FILTERS.map((filter) => {
        const value = written(filter);
        return [filter, MOMENTS.includes(filter) ? isoOf(value) : value];
      }),
    ),
  );
}

/** A filter as its field shows it. */
export function fieldOf(search: Search, filter: Filter): string {
  const value = search[filter] ?? '';
  return MOMENTS.includes(filter) ? localMoment(value || null) : value;
}

/** Where rounds are found, with the search: of the page, or of the API. */
export function addressOf(base: string, search: Search, cursor?: string): string {
  const params = new URLSearchParams(search);
  if (cursor !== undefined) params.set('cursor', cursor);
  return params.size === 0 ? base : `${base}?${params.toString()}`;
}
