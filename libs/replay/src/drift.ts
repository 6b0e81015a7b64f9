import type { OutcomeTable } from './outcome-table.js';

/** A change of the world at a round: from there on it is as the change says. */
export interface Drift {
  /** A model's name, or `*` for all. */
  readonly model: string;
  /** 1-based: the first round of the changed world. */
  readonly round: number;
  readonly change: Change;
}

/** A model's scores or costs are so many times as high, or it is offered from now on, or no more. */
export type Change =
  | {
      readonly of: 'score' | 'price';
      /** At least 0; scores end at 1 at most. */
      readonly factor: number;
    }
  | { readonly of: 'join' | 'leave' };

/** A time in which the world stays as it is. */
export interface Phase {
  /** 1-based: its first round. */
  readonly from: number;
  /** Of all models that are ever offered. */
  readonly table: OutcomeTable;
  /** Models that are not offered. */
  readonly absent?: readonly string[];
}

/** The phases of a world: each drift adds to what was before it. A model that joins is absent until then. */
export function phasesOf(table: OutcomeTable, drifts: readonly Drift[]): readonly Phase[] {
  const joining = drifts.filter(({ change }) => change.of === 'join').map(({ model }) => model);
  const first: Phase = { from: 1, table, absent: [...new Set(joining)] };
  const phases: Phase[] = [first];
  for (const drift of drifts.toSorted((a, b) => a.round - b.round)) {
    const before = phases.at(-1) ?? first;
    if (before.from === drift.round) phases.pop();
    phases.push(drifted(before, drift));
  }
  return phases;
}

/** The phase of a round, and its number. */
export function phaseAt(phases: readonly { readonly from: number }[], round: number): number {
  let at = 0;
  while (at + 1 < phases.length && (phases[at + 1]?.from ?? Infinity) <= round) at += 1;
  return at;
}

/** A phase's table without the models that are not offered. */
export function offeredTable({ table, absent = [] }: Phase): OutcomeTable {
  if (absent.length === 0) return table;
  const isOffered = (_: unknown, column: number) => !absent.includes(table.models[column] ?? '');
  return {
    ...table,
    models: table.models.filter(isOffered),
    scores: table.scores.filter(isOffered),
    costs: table.costs.filter(isOffered),
  };
}

function drifted({ table, absent = [] }: Phase, { model, round, change }: Drift): Phase {
  switch (change.of) {
    case 'score': {
      const times = (score: number) => Math.min(1, score * change.factor);
      return { from: round, table: { ...table, scores: changed(table.scores, times) }, absent };
    }
    case 'price': {
      const times = (cost: number) => Math.round(cost * change.factor);
      return { from: round, table: { ...table, costs: changed(table.costs, times) }, absent };
    }
    case 'join':
      return { from: round, table, absent: absent.filter((one) => one !== model) };
    case 'leave':
      return { from: round, table, absent: [...absent, model] };
  }

  function changed(columns: readonly Float64Array[], times: (value: number) => number) {
    const isMeant = (column: number) => model === '*' || table.models[column] === model;
    return columns.map((values, column) => (isMeant(column) ? values.map(times) : values));
  }
}
