/** Only the first words of a text are looked at, so that a decision's time is bounded. */
const MOST_WORDS = 1_000;

const ZERO = 48;
const NINE = 57;
const LOWER_A = 97;
const LOWER_Z = 122;
const SPACE = 32;
/** Letters of other alphabets start here. */
const BEYOND_LATIN = 0xaa;
/** From here on scripts write words without spaces: each character counts as a word. */
const IDEOGRAPHS = 0x2e80;

const FNV_BASIS = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/**
 * The words of a text as 32-bit hashes (FNV-1a), at most the first thousand. Case does not matter,
 * nor which digit a digit is; a sign of punctuation is a word, and so is a character of a script
 * without spaces.
 */
export function wordsOf(text: string): number[] {
  const words: number[] = [];
  const lower = text.toLowerCase();
  let hash = FNV_BASIS;
  let begun = false;
  const finish = (): void => {
    if (begun) words.push(mixed(hash));
    hash = FNV_BASIS;
    begun = false;
  };
  for (let at = 0; at < lower.length && words.length < MOST_WORDS; at += 1) {
    const code = lower.charCodeAt(at);
    const digit = code >= ZERO && code <= NINE;
    if (digit || (code >= LOWER_A && code <= LOWER_Z) || isLetterBeyond(code)) {
      hash = Math.imul(hash ^ (digit ? ZERO : code), FNV_PRIME);
      begun = true;
    } else {
      finish();
      if (code > SPACE) words.push(mixed(Math.imul(FNV_BASIS ^ code, FNV_PRIME)));
    }
  }
  if (words.length < MOST_WORDS) finish();
  return words;
}

/** The hash of two words in a row. */
export function pairOf(left: number, right: number): number {
  return mixed(Math.imul(left, 0x9e3779b1) ^ right);
}

function isLetterBeyond(code: number): boolean {
  return code >= BEYOND_LATIN && code < IDEOGRAPHS;
}

/** A bijection of 32 bits (MurmurHash3's last step): every bit of the hash depends on all of it. */
function mixed(hash: number): number {
  let bits = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
}
