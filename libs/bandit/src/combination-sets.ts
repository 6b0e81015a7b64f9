/** Every set of `size` of so many models, or of one to `size` of them: indices, ascending. */
export function* setsOf(models: number, size: number, exactly: boolean): Generator<number[]> {
  const begun: number[][] = [[]];
  for (let set = begun.pop(); set !== undefined; set = begun.pop()) {
    if (set.length === size || (set.length > 0 && !exactly)) yield set;
    if (set.length === size) continue;
    for (let next = (set.at(-1) ?? -1) + 1; next < models; next += 1) begun.push([...set, next]);
  }
}
