/**
 * A number in [0, 1) that is fixed by the seed and the words, and looks drawn: FNV-1a over the
 * UTF-16 units, finished as MurmurHash3 is. 32 bits fine.
 */
export function uniformOf(seed: number, ...words: readonly string[]): number {
  let hash = 0x811c9dc5 ^ seed;
  for (const word of words) {
    for (let i = 0; i < word.length; i += 1) {
      hash = Math.imul(hash ^ word.charCodeAt(i), 0x01000193);
    }
    hash = Math.imul(hash ^ 0x10000, 0x01000193);
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
}

/** A standard normal number, fixed by the seed and the words (Box and Muller). */
function normalOf(seed: number, ...words: readonly string[]): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniformOf(seed, ...words, 'radius')));
  return radius * Math.cos(2 * Math.PI * uniformOf(seed, ...words, 'angle'));
}

/** A positive number with this mean, log-normal with this spread, fixed by the seed and the words. */
export function logNormalOf(
  mean: number,
  spread: number,
  seed: number,
  ...words: readonly string[]
): number {
  return mean * Math.exp(spread * normalOf(seed, ...words) - spread ** 2 / 2);
}
