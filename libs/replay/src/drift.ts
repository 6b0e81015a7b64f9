import type { OutcomeTable } from './outcome-table.js';

/** A change of the world at a round: from there on a model's scores or costs are so many times as high. */
export interface Drift {
  /** A model's name, or `*` for all. */
  readonly model: string;
  readonly of: 'score' | 'price';
  /** At least 0; scores end at 1 at most. */
  readonly factor: number;
  /** 1-based: the first round of the changed world. */
  readonly round: number;
}

/** A time in which the world stays as it is. */
export interface Phase {
  /** 1-based: its first round. */
  readonly from: number;
  readonly table: OutcomeTable;
}

/** The phases of a world: each drift adds to what was before it. */
export function phasesOf(table: OutcomeTable, drifts: readonly Drift[]): readonly Phase[] {
  const phases: Phase[] = [{ from: 1, table }];
  for (const drift of drifts.toSorted((a, b) => a.round - b.round)) {
    const before = phases.at(-1) ?? { from: 1, table };
    if (before.from === drift.round) phases.pop();
    phases.push({ from: drift.round, table: drifted(before.table, drift) });
  }
  return phases;
}

/** The phase of a round, and its number. */
export function phaseAt(phases: readonly { readonly from: number }[], round: number): number {
  let at = 0;
  while (at + 1 < phases.length && (phases[at + 1]?.from ?? Infinity) <= round) at += 1;
  return at;
}

function drifted(table: OutcomeTable, { model, of, factor }: Drift): OutcomeTable {
  const isMeant = (column: number) => model === '*' || table.models[column] === model;
  const changed = (columns: readonly Float64Array[], change: (value: number) => number) =>
    columns.map((values, column) => (isMeant(column) ? values.map(change) : values));
  return of === 'score'
    ? { ...table, scores: changed(table.scores, (score) => Math.min(1, score * factor)) }
    : { ...table, costs: changed(table.costs, (cost) => Math.round(cost * factor)) };
}
