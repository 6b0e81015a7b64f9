export { conjugateGradients } from './conjugate-gradients.js';
export { contextual, type ContextualLearner } from './contextual.js';
export {
  contextualDefaults,
  contextualRanges,
  contextualSettings,
  type ContextualSettings,
} from './contextual-settings.js';
export type { Features } from './features.js';
export { Featurizer, PLAIN_FEATURES } from './featurizer.js';
export { StateError } from './state-error.js';
export type { Lesson, LessonCall, QueryTrace, TracedDecision } from './query-trace.js';
export { PRICES } from './spend-curve.js';
