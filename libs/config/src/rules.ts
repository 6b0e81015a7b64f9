import { z } from 'zod';
import { name } from './names.js';

const groups = z.array(z.array(name).min(1)).min(1).exactOptional();

/** What every combination of a task must keep, whatever the models earn. */
export const rules = z.strictObject({
  /** These are never asked. */
  exclude: z.array(name).min(1).exactOptional(),
  /** Of each group at least one is asked. */
  atLeastOneOf: groups,
  /** Of each group at most one is asked. */
  atMostOneOf: groups,
});
