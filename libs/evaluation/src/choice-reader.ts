/**
 * Finds the one choice that an answer makes, most explicit way first: the answer is the choice; it
 * says "the answer is …" (the last time counts) or boxes it; it starts with the choice, set off by
 * punctuation; it names a single choice. A choice of one letter is read in its own case, so that
 * the article "a" is not a choice. Undefined where the answer is of two minds.
 */
export function choiceReader(choices: readonly string[]): (answer: string) => string | undefined {
  const flags = choices.every((choice) => choice.length > 1) ? 'giu' : 'gu';
  // Longest first, so that "AB" is not read as "A".
  const any = choices
    .toSorted((a, b) => b.length - a.length)
    .map(escaped)
    .join('|');
  const choice = `(?<![\\p{L}\\d])(?<choice>${any})(?![\\p{L}\\d])`;
  const explicit = new RegExp(`(?:${ANSWER}|${BOXED})${FILLER}${choice}`, flags);
  const leading = new RegExp(`^[^\\p{L}\\d]{0,8}${choice}${SET_OFF}`, flags);
  const named = new RegExp(choice, flags);
  const found = (pattern: RegExp, text: string): string[] =>
    Array.from(text.matchAll(pattern), ({ groups }) => groups?.['choice'] ?? '');

  return (answer) => {
    const whole = bare(answer);
    const [first, ...others] = new Set(found(named, answer));
    const read =
      choices.find((each) => sameChoice(each, whole)) ??
      found(explicit, answer).at(-1) ??
      found(leading, answer)[0] ??
      (others.length === 0 ? first : undefined);
    return read === undefined ? undefined : choices.find((each) => sameChoice(each, read));
  };
}

/** Whether two texts are the same choice, decoration and case apart. */
export function sameChoice(a: string, b: string): boolean {
  return bare(a).toLowerCase() === bare(b).toLowerCase();
}

const ANSWER =
  '(?:[Aa]nswer|ANSWER|[Cc]hoice|[Oo]ption)[^\\p{L}\\d]{0,8}(?:is|IS|would be|=|:)|(?:[Aa]nswer|ANSWER)';
const BOXED = '\\\\boxed\\{(?:\\\\text\\{)?';
const SET_OFF = '(?=[).:;*_\\]}>]|[ \\t]{0,8}(?:\\n|$))';
const FILLER = '[^\\p{L}\\d]{0,12}(?:(?:[Oo]ption|[Cc]hoice|[Ll]etter)[^\\p{L}\\d]{0,4})?';

/** Without what surrounds the words, unless there are none. */
function bare(text: string): string {
  return text.replace(/^[^\p{L}\d]+/u, '').replace(/[^\p{L}\d]{1,40}$/u, '') || text.trim();
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
