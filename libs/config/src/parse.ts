import { ConfigError } from './config-error.js';
import { readConfig, type PurserConfig } from './purser-config.js';
import { writtenPath, YamlText } from './yaml-text.js';

/**
 * The configuration in the text of a purser.yaml, with its defaults applied.
 * @throws ConfigError that lists every fault
 */
export function parseConfig(text: string): PurserConfig {
  const yaml = YamlText.parse(text, 'purser.yaml');
  const { config, faults } = readConfig(yaml.value());
  if (faults.length === 0) return config;
  throw new ConfigError(
    'purser.yaml',
    faults.map((fault) => yaml.place(fault)),
  );
}

/** A configuration as somebody wrote it, before any defaults. */
export interface WrittenConfig {
  readonly models: Readonly<Record<string, WrittenEntry>>;
  readonly tasks: Readonly<Record<string, WrittenEntry>>;
}
export type WrittenEntry = Readonly<Record<string, unknown>>;

/**
 * What the text of a purser.yaml says of models and tasks, as it is written there.
 * @throws ConfigError that lists every fault
 */
export function writtenConfig(text: string): WrittenConfig {
  parseConfig(text);
  const { models, tasks } = YamlText.parse(text, 'purser.yaml').value() as WrittenConfig;
  return { models, tasks };
}

/**
 * A written configuration with its defaults applied.
 * @throws ConfigError that lists every fault
 */
export function checkedConfig(written: WrittenConfig, what: string): PurserConfig {
  const { config, faults } = readConfig(written);
  if (faults.length === 0) return config;
  const told = faults.map(({ path, message }) => ({ path: writtenPath(path), message }));
  throw new ConfigError(what, told);
}

/** What of a written configuration can be understood; nothing is said of the rest. */
export function readableConfig(written: WrittenConfig): PurserConfig {
  return readConfig(written).config;
}
