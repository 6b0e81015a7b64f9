import { z } from 'zod';
import { capList, type CapConfig } from './cap-config.js';
import { faultsOf, type PathFault } from './faults.js';
import { notifyConfig, type NotifyConfig } from './notify-config.js';
import { misfits } from './misfits.js';
import { modelConfig, type ModelConfig } from './model-config.js';
import { name } from './names.js';
import { taskConfig, type TaskConfig } from './task-config.js';
import { withVoteDefaults } from './vote-defaults.js';
import { webhookConfig, webhookName, type WebhookConfig } from './webhook-config.js';

/** What purser.yaml says, with its defaults applied. */
export interface PurserConfig {
  readonly models: Record<string, ModelConfig>;
  readonly tasks: Record<string, TaskConfig>;
  /** Who may send ratings by webhook, by name. */
  readonly webhooks: Record<string, WebhookConfig>;
  /** Who is told of events by webhook, by name. */
  readonly notify: Record<string, NotifyConfig>;
  /** Dollars a window that all tasks together never pass. */
  readonly caps: readonly CapConfig[];
  /** Where `purser start` lets Purser's own simulator listen, which plays models for a trial. */
  readonly simulator?: z.infer<typeof simulator>;
}

const simulator = z.strictObject({ port: z.int().min(1).max(65_535) });

const entries = (what: string) =>
  z
    .record(name, z.unknown())
    .refine((record) => Object.keys(record).length > 0, `must name at least one ${what}`);

const document = z.strictObject({
  models: entries('model'),
  tasks: entries('task'),
  webhooks: z.record(webhookName, z.unknown()).exactOptional(),
  notify: z.record(name, z.unknown()).exactOptional(),
  caps: capList,
  simulator: simulator.exactOptional(),
});

/**
 * Reads the document's models and tasks. Each is read by itself, so that a fault in one hides none
 * in another; the configuration is good only if there are no faults.
 */
export function readConfig(written: unknown): { config: PurserConfig; faults: PathFault[] } {
  const read = document.safeParse(written).data;
  const config: PurserConfig = {
    models: {},
    tasks: {},
    webhooks: {},
    notify: {},
    caps: read?.caps ?? [],
    ...(read?.simulator && { simulator: read.simulator }),
  };
  const faults = faultsOf(document, written);
  const names = Object.keys(recordIn(written, 'models'));
  for (const [key, value] of Object.entries(recordIn(written, 'models'))) {
    const model = modelConfig.safeParse(value);
    faults.push(...faultsOf(modelConfig, value, ['models', key]));
    if (model.success) config.models[key] = { ...model.data, model: model.data.model ?? key };
  }
  for (const [key, value] of Object.entries(recordIn(written, 'tasks'))) {
    const whole = withVoteDefaults(value);
    const task = taskConfig.safeParse(whole);
    const path = ['tasks', key];
    faults.push(...faultsOf(taskConfig, whole, path));
    const known = { models: names, ...(task.data ?? goodFields(whole)) };
    for (const { path: below, message } of misfits(known, names))
      faults.push({ path: [...path, ...below], message });
    if (task.success) config.tasks[key] = { ...task.data, models: task.data.models ?? names };
  }
  for (const [key, value] of Object.entries(recordIn(written, 'webhooks'))) {
    const webhook = webhookConfig.safeParse(value);
    faults.push(...faultsOf(webhookConfig, value, ['webhooks', key]));
    if (webhook.success) config.webhooks[key] = webhook.data;
  }
  for (const [key, value] of Object.entries(recordIn(written, 'notify'))) {
    const endpoint = notifyConfig.safeParse(value);
    faults.push(...faultsOf(notifyConfig, value, ['notify', key]));
    if (endpoint.success) config.notify[key] = endpoint.data;
  }
  return { config, faults };
}

/** The fields of a faulty task that are good by themselves: they may not fit together either. */
function goodFields(written: unknown): Partial<TaskConfig> {
  if (!isRecord(written)) return {};
  const good = Object.entries(taskConfig.shape).flatMap(([field, schema]) => {
    const { success, data } = schema.safeParse(written[field]);
    return success ? [[field, data] as const] : [];
  });
  return Object.fromEntries(good);
}

function recordIn(written: unknown, key: string): Record<string, unknown> {
  const value = isRecord(written) ? written[key] : undefined;
  return isRecord(value) ? value : {};
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
