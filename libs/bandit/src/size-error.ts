/** More models are asked for than there are, or none. */
export class SizeError extends Error {
  override readonly name = 'SizeError';

  constructor(
    readonly size: number,
    readonly models: number,
  ) {
    super(`a size of ${size} needs an integer from 1 to ${models}, the number of models`);
  }
}

/** @throws {SizeError} unless `size` is an integer from 1 to the number of models */
export function assertSize(size: number, models: number): void {
  if (!Number.isInteger(size) || size < 1 || size > models) throw new SizeError(size, models);
}
