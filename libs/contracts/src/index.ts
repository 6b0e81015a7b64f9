export {
  chatMessage,
  fields,
  metadata,
  text,
  textOf,
  toolCall,
  type ChatMessage,
  type ContentPart,
  type Metadata,
  type ToolCall,
} from './chat.js';
export { chatOptions, type ChatOptions, type Tool } from './chat-options.js';
export {
  evaluatorSpec,
  gradeRequest,
  gradeResponse,
  judgedSubject,
  verdict,
  type EvaluatorSpec,
  type GradeRequest,
  type GradeResponse,
  type JudgedSubject,
  type JudgeSpec,
  type Verdict,
} from './evaluator-spec.js';
export {
  executionNotes,
  executionQuery,
  executionsJob,
  taskSpec,
  type ExecutionNotes,
  type ExecutionQuery,
  type ExecutionsJob,
  type TaskSpec,
} from './executions.js';
export {
  apiKeyEnv,
  modelSpec,
  provider,
  rateLimits,
  type ModelSpec,
  type Provider,
  type RateLimits,
} from './model-spec.js';
export { nanoUsd, price, type Price } from './money.js';
export {
  answerDetails,
  breakerReport,
  callReport,
  failure,
  finishReason,
  judgement,
  observationsJob,
  queryOutcome,
  type AnswerDetails,
  type BreakerReport,
  type CallReport,
  type Failure,
  type FinishReason,
  type Judgement,
  type ObservationsJob,
  type QueryOutcome,
} from './observations.js';
export {
  answerChunk,
  answerDelta,
  CANCELLATIONS,
  reply,
  type AnswerChunk,
  type AnswerDelta,
  type QueryTurn,
  type Reply,
} from './replies.js';
export { voteReport, voteTerms, type VoteReport, type VoteTerms } from './vote.js';
