import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A source of chance. */
export interface Random {
  /** Uniform in [0, 1). */
  next(): number;
}

/**
 * The source that a seed stands for: the same seed gives the same numbers on every machine.
 * @param seed any integer, of which the low 32 bits count; neighbouring seeds give unrelated numbers
 */
export function randomOf(seed: number): Random {
  const generator = xoroshiro128plus(scrambled(seed));
  return { next: () => uniformFloat64(generator) };
}

/** A bijection of 32 bits (MurmurHash3's last step): the generator's first number is its seed. */
function scrambled(seed: number): number {
  let bits = seed | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}
