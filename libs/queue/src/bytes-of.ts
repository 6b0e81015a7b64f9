/** What an object or a list takes besides what is in it, and any value that is neither nor text. */
const VALUE_BYTES = 16;
const BYTES_PER_CHARACTER = 2;

/** About how many bytes of memory a value as of JSON takes at most; cheap, as no text is read. */
export function bytesOf(value: unknown): number {
  if (typeof value === 'string') return VALUE_BYTES + BYTES_PER_CHARACTER * value.length;
  if (typeof value !== 'object' || value === null) return VALUE_BYTES;
  let bytes = VALUE_BYTES;
  for (const [key, inner] of Object.entries(value))
    bytes += VALUE_BYTES + key.length + bytesOf(inner);
  return bytes;
}
