/**
 * The text with U+FFFD in place of what PostgreSQL cannot store: NUL, and surrogates without their
 * other half. Models do produce both, and one such answer would block the batch it is sent in.
 */
export function storableText(text: string): string {
  return text.replace(/\0|\p{Surrogate}/gu, '\uFFFD');
}
