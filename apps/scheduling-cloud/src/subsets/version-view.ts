import { z } from 'zod';
import type { SubsetVersion, TrainingState } from '#storage';
import type { TrainingFigures } from './training.js';

const interval = z
  .strictObject({ value: z.number(), low: z.number(), high: z.number() })
  .describe('With its interval of 95%.');

/** A version of what was learnt of a task's subsets, as clients see it. */
export const versionView = z
  .strictObject({
    version: z.int(),
    status: z
      .enum(['active', 'kept', 'rolled-back'])
      .describe(
        '`rolled-back`: it was estimated to be worse than the one before, and never chose.',
      ),
    trained_at: z.iso.datetime(),
    key_id: z.string().nullable().describe('Who asked for it; null: it was time.'),
    queries: z.int().describe('Learnt from.'),
    models: z.array(z.string()),
    left_out: z
      .array(z.string())
      .describe(
        'Models of the task of which too little was known: they are asked to explore alone.',
      ),
    held_out: z.int().describe('The latest queries, which the figures below were not learnt from.'),
    brier: z.number().nullable().describe('The mean squared error of the confidences.'),
    brier_of_means: z
      .number()
      .nullable()
      .describe("The same of each model's mean, which knows nothing of the query."),
    comparison: z
      .strictObject({
        rounds: z.int(),
        candidate: interval,
        incumbent: interval,
        difference: interval,
        is_supported: z
          .boolean()
          .describe('False where the log says too little: then it is not held against it.'),
      })
      .nullable()
      .describe(
        'What a round was estimated to earn with it and with the version that chose before, from the log alone; null where there was none.',
      ),
  })
  .meta({ id: 'SubsetVersion' });
export type VersionView = z.infer<typeof versionView>;

export const versionList = z
  .strictObject({
    data: z.array(versionView).describe('Newest first.'),
    active: z.int().nullable().describe('The version that chooses; null: C2MAB-V does.'),
    tried_at: z.iso.datetime().nullable().describe('The last training.'),
    problem: z.string().nullable().describe('Why it came to nothing; null: it did not.'),
  })
  .meta({ id: 'SubsetVersionList' });
export type VersionList = z.infer<typeof versionList>;

export function viewOfVersion({ version, status, isActive, ...row }: SubsetVersion): VersionView {
  const figures = row.figures as unknown as TrainingFigures;
  const { comparison, confidences } = figures;
  return {
    version,
    status: isActive ? 'active' : status === 'taken' ? 'kept' : status,
    trained_at: row.trainedAt.toISOString(),
    key_id: row.keyId,
    queries: row.queries,
    models: [...row.models],
    left_out: [...figures.leftOut],
    held_out: figures.heldOut,
    brier: confidences.brier,
    brier_of_means: confidences.brierOfMeans,
    comparison: comparison && {
      rounds: comparison.rounds,
      candidate: comparison.candidate,
      incumbent: comparison.incumbent,
      difference: comparison.difference,
      is_supported: comparison.isSupported,
    },
  };
}

export function viewOfVersions(
  versions: readonly SubsetVersion[],
  { triedAt, problem }: TrainingState,
): VersionList {
  return {
    data: versions.map(viewOfVersion),
    active: versions.find(({ isActive }) => isActive)?.version ?? null,
    tried_at: triedAt?.toISOString() ?? null,
    problem,
  };
}
