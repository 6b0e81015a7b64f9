import { profileWorld, recordedWorld, type World } from '#replay';
import type { SimulatorSettings } from './settings.js';
import { readProfile, readRecordedFile, WorldFileError } from './world-files.js';

/**
 * The world that the settings ask for.
 * @throws {WorldFileError} if its file cannot be used, or lacks a model or task that is asked for
 */
export async function openWorld(settings: SimulatorSettings): Promise<World> {
  const world = await worldOfTasks(settings);
  const models = chosen('model', settings.models, world.models);
  return { ...world, models };
}

async function worldOfTasks({ source, tasks }: SimulatorSettings): Promise<World> {
  if (source.kind === 'recorded') {
    const queries = await readRecordedFile(source.path);
    const kept = chosen('task', tasks, [...new Set(queries.map(({ task }) => task))]);
    return recordedWorld(queries.filter(({ task }) => kept.includes(task)));
  }
  const profile = await readProfile(source.path);
  const kept = chosen('task', tasks, Object.keys(profile.tasks));
  const entries = Object.entries(profile.tasks).filter(([task]) => kept.includes(task));
  return profileWorld({ ...profile, tasks: Object.fromEntries(entries) }, source.seed);
}

/** Those of the known names that are asked for: all, where none are. */
function chosen(
  kind: string,
  asked: readonly string[] | null,
  known: readonly string[],
): readonly string[] {
  const unknown = asked?.filter((name) => !known.includes(name)) ?? [];
  if (unknown.length > 0)
    throw new WorldFileError(
      `there is no ${kind} ${unknown.join(', ')} to play; there are ${known.join(', ')}`,
    );
  return known.filter((name) => asked?.includes(name) ?? true);
}
