interface Point {
  x: number;
  y: number;
}

/** The place of the point that is nearest, if any is within reach; else null. */
export function nearest(points: readonly Point[], to: Point, reach: number): number | null {
  let [found, least]: [number | null, number] = [null, reach];
  points.forEach(({ x, y }, place) => {
    const distance = Math.hypot(x - to.x, y - to.y);
    if (distance < least) [found, least] = [place, distance];
  });
  return found;
}
