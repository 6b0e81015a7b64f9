import { parse } from 'yaml';
import { UsageError } from '../replay/usage-error.js';

type Fields = Record<string, unknown>;

/**
 * Fields of purser.yaml as the shell gives them: `size=2`, `policy.name=fixed`, `parts=null` to take
 * one away. A value is read as YAML.
 * @throws {UsageError} for what is no such thing
 */
export function fieldsOf(words: readonly string[]): Fields {
  const fields: Fields = {};
  for (const word of words) {
    const [, path = '', value = ''] = /^([^=]+)=(.*)$/s.exec(word) ?? [];
    const steps = path.split('.');
    if (steps.some((step) => step === '')) {
      throw new UsageError(`"${word}" is not of the form field=value`);
    }
    setIn(fields, steps, valueOf(word, value));
  }
  return fields;
}

function setIn(fields: Fields, [step = '', ...below]: readonly string[], value: unknown): void {
  if (below.length === 0) {
    fields[step] = value;
    return;
  }
  const held = Object.hasOwn(fields, step) ? fields[step] : undefined;
  const inner = typeof held === 'object' && held !== null ? (held as Fields) : {};
  fields[step] = inner;
  setIn(inner, below, value);
}

function valueOf(word: string, text: string): unknown {
  try {
    return parse(text) as unknown;
  } catch {
    throw new UsageError(`"${word}": the value is not YAML`);
  }
}
