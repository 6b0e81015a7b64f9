import { z } from 'zod';

/** The query of `POST /admin/v1/tasks/{name}/outcomes`. */
export const importId = z
  .string({ error: 'must be an id of your own, at most 200 characters' })
  .min(1)
  .max(200);

/** The answer. */
export const importView = z
  .strictObject({
    import_id: z.string(),
    status: z
      .enum(['applied', 'duplicate'])
      .describe('duplicate: the same content came under this id before, and nothing changed.'),
    outcomes: z.int().describe('How many lines counted.'),
  })
  .meta({ id: 'OutcomeImport' });
export type ImportView = z.infer<typeof importView>;
