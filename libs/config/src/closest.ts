/**
 * The word that the writer probably meant: one that goes on where the word written ends, or else
 * the nearest one, of which at most a third of the letters, or one, are other than those written.
 */
export function closest(written: string, allowed: readonly string[]): string | undefined {
  const longer = allowed.find((word) => written.length >= 4 && word.startsWith(written));
  if (longer) return longer;
  const near = allowed
    .map((word) => ({ word, distance: editDistance(written.toLowerCase(), word.toLowerCase()) }))
    .filter(({ word, distance }) => distance <= Math.max(1, Math.floor(word.length / 3)))
    .toSorted((left, right) => left.distance - right.distance);
  return near[0]?.word;
}

/** How many letters must be inserted, removed or replaced to get from one word to the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [index, letter] of Array.from(from).entries()) {
    const next = [index + 1];
    for (const [column, other] of Array.from(to).entries()) {
      const replaced = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
