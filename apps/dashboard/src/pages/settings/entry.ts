import type { Fields } from './merge-patch.js';

/** A task or a model of the registry. */
export interface Entry {
  name: string;
  config: Fields;
  paused: boolean;
  source: 'file' | 'api';
  file_differs: boolean;
  version: number;
  updated_at: string;
}

/** The tag that a change of this version is sent with. */
export function tagOf({ version }: { version: number }): string {
  return `"${version}"`;
}

/** A field's value as text in a form. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** The name of a policy or an evaluator, which may have settings beside it. */
export function nameIn(value: unknown, key: string, standard: string): string {
  if (typeof value === 'string') return value;
  const named = (value as Fields | undefined)?.[key];
  return typeof named === 'string' ? named : standard;
}
