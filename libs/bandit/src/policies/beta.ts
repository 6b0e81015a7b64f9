import type { Random } from '../random.js';

/**
 * A number from Beta(a, b), by two gamma variates. Only square roots and logarithms are used, which
 * are the same on every machine.
 * @param a at least 1
 * @param b at least 1
 */
export function betaOf(a: number, b: number, random: Random): number {
  const left = gammaOf(a, random);
  return left / (left + gammaOf(b, random));
}

/** A number from Gamma(shape, 1), shape at least 1 (Marsaglia and Tsang, 2000). */
function gammaOf(shape: number, random: Random): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normalOf(random);
    const root = 1 + c * x;
    if (root <= 0) continue;
    const v = root * root * root;
    if (Math.log(1 - random.next()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/** A standard normal number (Marsaglia's polar method). */
function normalOf(random: Random): number {
  for (;;) {
    const u = 2 * random.next() - 1;
    const v = 2 * random.next() - 1;
    const s = u * u + v * v;
    if (s > 0 && s < 1) return u * Math.sqrt((-2 * Math.log(s)) / s);
  }
}
