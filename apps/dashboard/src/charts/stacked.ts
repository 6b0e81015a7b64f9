/** A part of a whole, over time. */
export interface Share {
  name: string;
  values: number[];
}

/**
 * Shares one on top of the other: from the bottom up, each with all that is below it, as parts of one.
 * A moment without anything is 0 throughout.
 */
export function stacked(shares: readonly Share[]): number[][] {
  const moments = shares[0]?.values.length ?? 0;
  const totals = Array.from({ length: moments }, (_, at) =>
    shares.reduce((sum, { values }) => sum + (values[at] ?? 0), 0),
  );
  const below = new Array<number>(moments).fill(0);
  return shares.map(({ values }) =>
    values.map((value, at) => {
      below[at] = (below[at] ?? 0) + value;
      return totals[at] === 0 ? 0 : below[at] / (totals[at] ?? 1);
    }),
  );
}

/** The largest first, so many by name, and the rest as one under `others` if there are more. */
export function largest(shares: readonly Share[], most: number, others: string): Share[] {
  const sum = ({ values }: Share) => values.reduce((all, value) => all + value, 0);
  const named = shares.filter(({ name }) => name !== others);
  const sorted = named.toSorted((one, other) => sum(other) - sum(one));
  const kept = sorted.slice(0, most);
  const rest = [...sorted.slice(most), ...shares.filter(({ name }) => name === others)];
  const [first] = rest;
  if (first === undefined) return kept;
  const values = first.values.map((_, at) =>
    rest.reduce((all, share) => all + (share.values[at] ?? 0), 0),
  );
  return [...kept, { name: others, values }];
}
