/** What the pacer's settings may be, in every policy that has one: from and to, both included. */
export const PACER_RANGES = {
  repayRounds: [1, 1e6],
  spendRounds: [1, 1e6],
  carryRounds: [0, 1e6],
  openCaution: [0, 10],
  trustRounds: [1e-3, 1e6],
} as const;
