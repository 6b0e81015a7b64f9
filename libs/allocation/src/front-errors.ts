/** Even the cheapest allocation costs more than the budget. */
export class UnaffordableError extends Error {
  override readonly name = 'UnaffordableError';

  /** @param cheapestNano nano-dollars of all queries */
  constructor(readonly cheapestNano: number) {
    super(
      `the cheapest allocation of the batch is expected to cost $${(cheapestNano / 1e9).toPrecision(4)}: ` +
        `raise the budget to that, or send fewer queries`,
    );
  }
}

/** Even the most accurate allocation is not so accurate. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';

  /** @param highest accuracy that can be had */
  constructor(readonly highest: number) {
    super(
      `the highest accuracy that can be had is expected to be ${floored(highest)}: ask for at most that`,
    );
  }
}

/** Written so that asking for what is written is not refused again. */
function floored(accuracy: number): number {
  return Math.floor(accuracy * 1e4) / 1e4;
}
