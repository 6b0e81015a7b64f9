import type { QueryOutcome } from '#contracts';
import { Happening } from '#operations';
import type { Admission, Cap, RatingStatus } from '#storage';

export type AdmittedQuery = Pick<Admission, 'task' | 'reservedNano'> & {
  round: Pick<Admission['round'], 'expectedCostNano'>;
};

/** Queries that one flush has committed. */
export const admitted = new Happening<readonly AdmittedQuery[]>('admitted');

/** Outcomes that one flush has committed: each is told once, by all replicas together. */
export const learnt = new Happening<readonly QueryOutcome[]>('learnt');

/** A cap refused a query: `spent` for good, or `reserved` by queries under way. */
export const refused = new Happening<{
  cap: Pick<Cap, 'scope' | 'span'>;
  reason: 'spent' | 'reserved';
}>('refused');

export const rated = new Happening<RatingStatus>('rated');

/** Queries that were refused as too many wait already. */
export const turnedAway = new Happening<number>('turned-away');

/** The sweeper sent queries again, failed them past their deadline, or wrote them off. */
export const swept = new Happening<{
  what: 'resent' | 'overdue' | 'written_off';
  queries: number;
}>('swept');

/** How many balances differ from the ledger. */
export const checked = new Happening<number>('ledger-checked');
