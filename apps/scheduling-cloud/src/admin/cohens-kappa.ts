/** How two who said yes or no of the same things agreed: counts. */
export interface Ballots {
  bothYes: number;
  onlyFirst: number;
  onlySecond: number;
  bothNo: number;
}

/**
 * Agreement beyond chance, at most 1; 0 is what two would reach who say yes as often as these, at
 * random (Cohen 1960, "A coefficient of agreement for nominal scales"). Null where that can't be told:
 * there is nothing to agree on, or both have always said the same.
 */
export function cohensKappa({ bothYes, onlyFirst, onlySecond, bothNo }: Ballots): number | null {
  const all = bothYes + onlyFirst + onlySecond + bothNo;
  const observed = (bothYes + bothNo) / all;
  const [first, second] = [(bothYes + onlyFirst) / all, (bothYes + onlySecond) / all];
  const byChance = first * second + (1 - first) * (1 - second);
  return all === 0 || byChance === 1 ? null : (observed - byChance) / (1 - byChance);
}
