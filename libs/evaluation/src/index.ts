export { choiceReader, sameChoice } from './choice-reader.js';
export { EvaluationError, type Evaluator } from './evaluator.js';
export { evaluatorOf, Evaluators, type PlainEvaluatorSpec } from './evaluators.js';
export { judgePrompt, judgeWorstNano, refuseUnfitJudge, type JudgedQuery } from './judge-prompt.js';
export { verdictIn } from './judge-verdict.js';
