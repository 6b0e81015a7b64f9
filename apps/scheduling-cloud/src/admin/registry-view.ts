import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { fields, text } from '#contracts';
import type { RegistryEntry, RegistryRows } from '#storage';
import { writtenEntry } from '../registry/written-registry.js';

/** A task or a model, as admins see it. */
export const entryView = z
  .strictObject({
    name: z.string(),
    config: fields.describe(
      'The fields of purser.yaml, as they were written: what is left out has its default.',
    ),
    paused: z.boolean().describe('A paused task takes no new queries.'),
    source: z
      .enum(['file', 'api'])
      .describe('Who wrote it last. The file does not change what the API has changed.'),
    file_differs: z.boolean().describe('purser.yaml says something else, which does not count.'),
    version: z.int().describe('Its ETag.'),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .meta({ id: 'RegistryEntry' });
export type EntryView = z.infer<typeof entryView>;

export const entryList = z
  .strictObject({ data: z.array(entryView) })
  .meta({ id: 'RegistryEntryList' });
export type EntryList = z.infer<typeof entryList>;

/** The body of `POST /admin/v1/tasks`. */
export const newTask = z.strictObject({ name: text.min(1), config: fields }).meta({
  id: 'NewTask',
  example: {
    name: 'qa',
    config: {
      reward: 'any-win',
      size: 2,
      budgetUsdPerQuery: 0.0005,
      evaluator: { kind: 'number' },
    },
  },
});

/** The body of `POST /admin/v1/models`. */
export const newModel = z.strictObject({ name: text.min(1), config: fields }).meta({
  id: 'NewModel',
  example: {
    name: 'gpt-4.1-mini',
    config: {
      baseUrl: 'https://api.openai.com/v1',
      apiKeyEnv: 'OPENAI_API_KEY',
      price: { inputUsdPerMillionTokens: 0.4, outputUsdPerMillionTokens: 1.6 },
      maxOutputTokens: 4096,
    },
  },
});
export type NewEntry = z.infer<typeof newTask>;

/** The body of a PATCH: a JSON merge patch (RFC 7396) of the config. */
export const entryPatch = fields.meta({
  id: 'ConfigPatch',
  description: 'Fields of purser.yaml: each replaces what was there; null takes it away.',
  example: { budgetUsdPerQuery: 0.001 },
});
export type EntryPatch = z.infer<typeof entryPatch>;

/** The body of `PUT /admin/v1/models/{name}/price`. */
export const newPrice = z
  .strictObject({
    price: fields.describe('As in purser.yaml.'),
    valid_from: z.iso.datetime().optional().describe('From now on without it; never earlier.'),
  })
  .meta({
    id: 'NewPrice',
    example: { price: { inputUsdPerMillionTokens: 0.4, outputUsdPerMillionTokens: 1.6 } },
  });
export type NewPrice = z.infer<typeof newPrice>;

export const priceList = z
  .strictObject({
    data: z.array(
      z.strictObject({
        price: fields,
        valid_from: z.iso.datetime(),
        key_id: z.string().nullable().describe('Who set it; null: purser.yaml.'),
      }),
    ),
  })
  .meta({ id: 'PriceList' });
export type PriceList = z.infer<typeof priceList>;

export function viewOfEntry(
  entry: RegistryEntry,
  rows: Pick<RegistryRows, 'entries' | 'prices'>,
): EntryView {
  const config = writtenEntry(entry, rows);
  return {
    name: entry.name,
    config,
    paused: entry.paused,
    source: entry.source,
    file_differs: entry.fileConfig !== null && !isDeepStrictEqual(entry.fileConfig, config),
    version: entry.version,
    created_at: entry.createdAt.toISOString(),
    updated_at: entry.updatedAt.toISOString(),
  };
}
