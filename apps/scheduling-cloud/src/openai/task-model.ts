import { z } from 'zod';

/** What the name of a task's model begins with. */
const PREFIX = 'purser/';

/** A task as OpenAI clients see it: a model. */
export const taskModel = z
  .strictObject({
    id: z.string().describe('`purser/` and the name of the task.'),
    object: z.literal('model'),
    created: z.int().describe('Seconds since the epoch; 0: not known.'),
    owned_by: z.literal('purser'),
  })
  .meta({
    id: 'Model',
    example: { id: 'purser/qa', object: 'model', created: 0, owned_by: 'purser' },
  });
export type TaskModel = z.infer<typeof taskModel>;

export const taskModels = z
  .strictObject({ object: z.literal('list'), data: z.array(taskModel) })
  .meta({ id: 'ModelList' });
export type TaskModels = z.infer<typeof taskModels>;

export function taskModelOf(task: string): TaskModel {
  return { id: `${PREFIX}${task}`, object: 'model', created: 0, owned_by: 'purser' };
}

/** The task that a model's name stands for, or undefined if it is none of ours. */
export function taskNamed(model: string): string | undefined {
  return model.startsWith(PREFIX) ? model.slice(PREFIX.length) : undefined;
}
