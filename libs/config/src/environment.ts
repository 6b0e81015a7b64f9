import type { z } from 'zod';
import { ConfigError } from './config-error.js';
import { faultsOf } from './faults.js';

/**
 * The variables of the environment that the schema names; one that is empty counts as not set.
 * @throws ConfigError that lists every fault, by the variable's name and without its value
 */
export function readEnvironment<Schema extends z.ZodObject>(
  schema: Schema,
  env: Readonly<Record<string, string | undefined>>,
): z.output<Schema> {
  const set = Object.keys(schema.shape).flatMap((name) => (env[name] ? [[name, env[name]]] : []));
  const written = Object.fromEntries(set) as Record<string, string>;
  const read = schema.safeParse(written);
  if (read.success) return read.data;
  const faults = faultsOf(schema, written).map(({ path, message }) => {
    const name = path.join('.');
    const missing = name in written || message.startsWith('is missing') ? '' : 'is missing: ';
    return { path: name, message: missing + message };
  });
  throw new ConfigError('the environment', faults);
}
