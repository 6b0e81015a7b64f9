import { parse, stringify } from 'yaml';
import { ApiFault } from '../../api/api-fault.js';
import { isFields, type Fields } from './merge-patch.js';

/** Fields as they would stand in purser.yaml; empty where there are none. */
export function yamlOf(fields: Fields): string {
  return Object.keys(fields).length === 0 ? '' : stringify(fields, { lineWidth: 90 });
}

/** @throws {ApiFault} at the form's field, where it is no YAML of fields */
export function fieldsOf(text: string, field: string): Fields {
  const fault = (message: string): ApiFault => new ApiFault(400, 'invalid_yaml', message, field);
  let value: unknown;
  try {
    value = parse(text);
  } catch (error) {
    throw fault((error as Error).message.split('\n')[0] ?? 'is no YAML');
  }
  if (value === null || value === undefined) return {};
  if (!isFields(value)) throw fault('must be fields, a line each: name: value');
  return value;
}
