/** A function that never falls, by points with lines between; beyond them it stays. */
export class RisingMap {
  private readonly ys: readonly number[];

  /**
   * @param xs ascending, at least one
   * @param ys where one is below an earlier one, that is taken instead
   */
  constructor(
    private readonly xs: readonly number[],
    ys: readonly number[],
  ) {
    let highest = -Infinity;
    this.ys = ys.map((y) => (highest = Math.max(highest, y)));
  }

  at(x: number): number {
    return between(this.xs, this.ys, x);
  }

  get highest(): number {
    return this.ys.at(-1) as number;
  }

  get lowest(): number {
    return this.ys[0] as number;
  }

  /** The least x that is mapped to at least y, which must not be above the highest. */
  leastFor(y: number): number {
    const at = this.ys.findIndex((one) => one >= y);
    return this.inverse(at, y);
  }

  /** The greatest x that is mapped to at most y, which must not be below the lowest. */
  greatestFor(y: number): number {
    const at = this.ys.findIndex((one) => one > y);
    return at < 0 ? (this.xs.at(-1) as number) : this.inverse(at, y);
  }

  private inverse(at: number, y: number): number {
    if (at <= 0) return this.xs[0] as number;
    return between(this.ys.slice(at - 1, at + 1), this.xs.slice(at - 1, at + 1), y);
  }
}

function between(xs: readonly number[], ys: readonly number[], x: number): number {
  const above = xs.findIndex((one) => one >= x);
  if (above === 0) return ys[0] as number;
  if (above < 0) return ys.at(-1) as number;
  const [x0, x1] = [xs[above - 1] as number, xs[above] as number];
  const [y0, y1] = [ys[above - 1] as number, ys[above] as number];
  return y0 + ((x - x0) / (x1 - x0)) * (y1 - y0);
}
