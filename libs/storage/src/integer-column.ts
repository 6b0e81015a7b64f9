import type { ValueTransformer } from 'typeorm';

/** PostgreSQL's bigint, which the driver gives as text, as the safe integer that it is here. */
export const integerColumn: ValueTransformer = {
  to: (value: number | null | undefined) => value,
  from: (text: string | null) => (text === null ? null : safeInteger(text)),
};

/** @throws {RangeError} beyond 2^53 - 1, where a number is no longer exact */
export function safeInteger(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`${text} is no safe integer`);
  return value;
}
