export { EvaluationError, type Evaluator } from './evaluator.js';
export { evaluatorOf, Evaluators } from './evaluators.js';
