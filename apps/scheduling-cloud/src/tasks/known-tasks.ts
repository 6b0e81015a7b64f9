import { readableConfig, type PurserConfig } from '#config';
import type { RegistryRows } from '#storage';
import { writtenRegistry } from '../registry/written-registry.js';
import { configuredTasks } from './configured-tasks.js';
import type { Task } from './task.js';

/**
 * Every task there is or was, each with every model there is or was: queries under way may name what
 * has been withdrawn since, and are carried through all the same.
 */
export function knownTasks(rows: RegistryRows): Map<string, Task> {
  const config = readableConfig(writtenRegistry(rows, () => true));
  const models = Object.keys(config.models);
  const known = Object.entries(config.tasks).flatMap(([name, task]) =>
    readable({ ...config, tasks: { [name]: { ...task, models } } }),
  );
  return new Map(known.map((task) => [task.name, task]));
}

/** An entry that was deleted long ago may not be understood any more. */
function readable(config: PurserConfig): Task[] {
  try {
    return configuredTasks(config);
  } catch {
    return [];
  }
}
