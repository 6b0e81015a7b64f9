import { QueryFailedError } from 'typeorm';

/** Whether PostgreSQL refused a statement for the data in it, so that trying again cannot help. */
export function isRefusal(error: unknown): boolean {
  if (!(error instanceof QueryFailedError)) return false;
  const { code } = error.driverError as { code?: unknown };
  return typeof code === 'string' && /^2[23]/.test(code);
}
