export { chatMessage, metadata, text, type ChatMessage, type Metadata } from './chat.js';
export {
  evaluatorSpec,
  gradeRequest,
  gradeResponse,
  type EvaluatorSpec,
  type GradeRequest,
  type GradeResponse,
} from './evaluator-spec.js';
export {
  executionQuery,
  executionsJob,
  taskSpec,
  type ExecutionQuery,
  type ExecutionsJob,
  type TaskSpec,
} from './executions.js';
export { apiKeyEnv, modelSpec, type ModelSpec } from './model-spec.js';
export { nanoUsd, price, type Price } from './money.js';
export {
  callReport,
  failure,
  observationsJob,
  queryOutcome,
  type CallReport,
  type Failure,
  type ObservationsJob,
  type QueryOutcome,
} from './observations.js';
export { reply, type Reply } from './replies.js';
