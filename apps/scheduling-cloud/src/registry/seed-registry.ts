import type { WrittenConfig } from '#config';
import type { RegistryStore } from '#storage';
import { budgetWarning } from '../queries/budget-check.js';
import { configuredTasks } from '../tasks/configured-tasks.js';
import { seedFromFile } from './file-seeding.js';
import { registryConfig } from './written-registry.js';

/**
 * Brings the registry up to what purser.yaml says, all of it or nothing.
 * @returns what the operator should know
 * @throws ConfigError for a file that does not fit together with what the API has changed
 */
export function seedRegistry(store: RegistryStore, file: WrittenConfig): Promise<string[]> {
  return store.change(null, async (draft) => {
    const ignored = await seedFromFile(draft, file);
    const tasks = configuredTasks(registryConfig(draft.rows));
    return [...ignored, ...tasks.flatMap((task) => budgetWarning(task) ?? [])];
  });
}
