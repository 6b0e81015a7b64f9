import { z } from 'zod';

/** What models and tasks may be called. */
export const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._:@/-]{0,99}$/,
    'a name starts with a letter or digit, goes on with those and . _ : @ / -, and has at most 100 characters',
  );
