export { Choices, inCallOrder, NoChoiceError, type ChoiceTerms, type Played } from './choices.js';
export { forecastDefaults, forecastSettings, type ForecastSettings } from './forecast-settings.js';
export { Forecaster, type Forecast } from './forecaster.js';
export { Front } from './front.js';
export { UnaffordableError, UnreachableError } from './front-errors.js';
export type { FrontPoint } from './front-point.js';
export { FrontQuestions, type PackedQuestions } from './front-questions.js';
export { accuracyAt, savingAt } from './hindsight-figures.js';
export { Ladders } from './ladders.js';
export { Reliability } from './reliability.js';
export { NoHistoryError, type Sample, type SampleOutcome } from './sample.js';
export {
  invertedGenerationalDistance,
  trueFront,
  type CostAccuracy,
  type KnownOutcomes,
} from './true-front.js';
