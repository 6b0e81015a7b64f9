export { isTimeZone, MOST_CAP_USD, spansDates, type CapConfig } from './cap-config.js';
export type { EmbeddingsConfig } from './embeddings-config.js';
export { ConfigError, type Fault } from './config-error.js';
export { readEnvironment } from './environment.js';
export { exampleConfig } from './example.js';
export type { ModelConfig } from './model-config.js';
export {
  checkedConfig,
  parseConfig,
  readableConfig,
  writtenConfig,
  type WrittenConfig,
  type WrittenEntry,
} from './parse.js';
export { price as priceConfig } from './price.js';
export type { PurserConfig } from './purser-config.js';
export type { TaskConfig } from './task-config.js';
export {
  ratingMapping,
  webhookName,
  webhookSecretEnv,
  type RatingMapping,
  type RatingScale,
  type WebhookConfig,
} from './webhook-config.js';
export type { NotifyConfig } from './notify-config.js';
