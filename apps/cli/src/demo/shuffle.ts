import { randomOf } from '#bandit';

/** The same things in an order that the seed fixes (Fisher and Yates). */
export function shuffled<T>(things: readonly T[], seed: number): T[] {
  const random = randomOf(seed);
  const order = [...things];
  for (let last = order.length - 1; last > 0; last -= 1) {
    const other = Math.floor(random.next() * (last + 1));
    [order[last], order[other]] = [order[other] as T, order[last] as T];
  }
  return order;
}
