import { computed, effect, signal } from '@preact/signals';
import { get } from '../api/client.js';
import { isAdmin, session } from '../session/session.js';
import { ModelColours } from './model-colours.js';

const names = signal<readonly string[]>([]);

/** The colours of all models of this Purser; of those of its tasks, where the key sees no more. */
export const modelColours = computed(() => new ModelColours(names.value));

interface Listed {
  data: { name: string; models?: { model: string }[] }[];
}

/** Reads the names again, as after a model was made. What is refused leaves the colours as they were. */
export async function readModels(): Promise<void> {
  const path = isAdmin() ? '/admin/v1/models' : '/v1/tasks';
  try {
    const { data } = await get<Listed>(path);
    names.value = [
      ...new Set(data.flatMap(({ name, models }) => models?.map(({ model }) => model) ?? [name])),
    ];
  } catch {
    // A page that asks for more says what is wrong.
  }
}

effect(() => {
  if (session.value.state === 'signed-in') void readModels();
});
