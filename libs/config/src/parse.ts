import { ConfigError } from './config-error.js';
import { readConfig, type PurserConfig } from './purser-config.js';
import { YamlText } from './yaml-text.js';

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
