import { describe, expect, it } from 'vitest';
import type { Books } from './books.js';
import { faultsOf, type LoadOutcome } from './load-verdict.js';

const ledger = {
  entries: 0,
  reservedNano: 0,
  settledNano: 0,
  windows: 1,
  queries: 0,
  faults: 0,
  examples: [],
};
const before: Books = {
  pending: 0,
  answered: 10,
  failed: 0,
  reservedNano: 0,
  windowsOverCap: 0,
  fullestWindow: 0.5,
  ledger,
};
const flat = { name: 'scheduling-cloud', restarts: 0, warmMib: 300, lastMib: 320 };
const good: LoadOutcome = {
  before,
  after: { ...before, answered: 108, failed: 2 },
  statuses: { 200: 95, 202: 5, 429: 40, 503: 3 },
  memory: [flat],
  looksOverCap: 0,
};

describe('a run under load', () => {
  it('has no fault if all that was accepted has ended, however it ended', () => {
    expect(faultsOf(good)).toEqual([]);
  });

  it('may have accepted what its client did not hear of', () => {
    const statuses = { 200: 95, 202: 3, 0: 2 };
    expect(faultsOf({ ...good, statuses })).toEqual([]);
  });

  it.each<[string, Partial<LoadOutcome>]>([
    ['1 accepted queries are not in the database', { after: { ...good.after, answered: 107 } }],
    ['1 queries more than were accepted', { after: { ...good.after, answered: 109 } }],
    ['2 queries never ended', { after: { ...good.after, answered: 106, pending: 2 } }],
    ['7 nano-dollars are still reserved', { after: { ...good.after, reservedNano: 7 } }],
    ['the ledger has 3 faults', { after: { ...good.after, ledger: { ...ledger, faults: 3 } } }],
    ['1 windows are over their cap', { after: { ...good.after, windowsOverCap: 1 } }],
    ['a cap was passed at 4 looks', { looksOverCap: 4 }],
    ['4 requests were answered with 500', { statuses: { ...good.statuses, 500: 4 } }],
    ['scheduling-cloud died', { memory: [{ ...flat, restarts: 1 }] }],
    ['scheduling-cloud has grown', { memory: [{ ...flat, lastMib: 350 }] }],
  ])('is told: %s', (fault, change) => {
    expect(faultsOf({ ...good, ...change })).toEqual([fault]);
  });
});
