/** What was reserved for a round, and what of it is left. Amounts are nano-dollars. */
export class Purse {
  private used = 0;

  /** @param reservedNano null: without a limit */
  constructor(private readonly reservedNano: number | null) {}

  /** Sets an amount aside. @returns false, and nothing set aside, if there is not so much left */
  hold(nano: number): boolean {
    if (this.reservedNano !== null && this.used + nano > this.reservedNano) return false;
    this.used += nano;
    return true;
  }

  /** What was held has been spent, as far as it was: the rest is free again. */
  settle(heldNano: number, spentNano: number): void {
    this.used += spentNano - heldNano;
  }

  /** Spends what nobody asked for: attempts that are lost. */
  spend(nano: number): void {
    this.used += nano;
  }
}
