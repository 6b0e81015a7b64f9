import type { QueryView, CallView } from '../queries/query-view.js';
import {
  completionId,
  secondsOf,
  type ChatChoice,
  type ChatCompletion,
  type ChatRound,
  type ChatUsage,
} from './chat-completion.js';

/** The calls whose answers are given: the one served of a cascade or a vote, else all that have one. */
export function givenBy(view: QueryView, cascade: boolean): CallView[] {
  const answered = view.calls.filter(({ answer }) => answer !== null);
  if (view.vote !== null)
    return answered.filter(({ model }) => model === view.model).map(voted(view));
  return cascade ? answered.filter(({ model }) => model === view.model).slice(-1) : answered;
}

/** A vote is answered by its label alone, whatever words it was given in. */
function voted({ answer }: QueryView): (call: CallView) => CallView {
  return (call) => ({ ...call, answer, tool_calls: [], refusal: null, logprobs: null });
}

/** An answered query in OpenAI's shape. */
export function completionOf(view: QueryView, model: string, cascade: boolean): ChatCompletion {
  const given = givenBy(view, cascade);
  return {
    id: completionId(view.id),
    object: 'chat.completion',
    created: secondsOf(new Date(view.created_at)),
    model,
    choices: given.map(choiceOf),
    usage: usageOf(view),
    purser: roundOf(view, given),
  };
}

/** The tokens of all calls together: what was paid, not only what is served. */
export function usageOf({ calls, cost_usd }: Pick<QueryView, 'calls' | 'cost_usd'>): ChatUsage {
  const sum = (count: (call: CallView) => number | null): number =>
    calls.reduce((total, call) => total + (count(call) ?? 0), 0);
  const prompt = sum((call) => call.input_tokens);
  const completion = sum((call) => call.output_tokens);
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: sum((call) => call.cached_input_tokens) },
    completion_tokens_details: { reasoning_tokens: sum((call) => call.reasoning_tokens) },
    cost_usd: cost_usd ?? 0,
  };
}

export function roundOf(view: QueryView, given: readonly CallView[]): ChatRound {
  const { id, round_id, rating_url, vote } = view;
  const models = given.map(({ model }) => model);
  const link = rating_url !== undefined && { rating_url };
  return { query_id: id, round_id, models, ...link, ...(vote && { vote }) };
}

function choiceOf(call: CallView, index: number): ChatChoice {
  const { answer, refusal, tool_calls: toolCalls, logprobs, finish_reason: finish } = call;
  return {
    index,
    message: {
      role: 'assistant',
      content: answer === '' && (toolCalls.length > 0 || refusal !== null) ? null : answer,
      refusal,
      ...(toolCalls.length > 0 && { tool_calls: toolCalls }),
    },
    logprobs,
    finish_reason: finish ?? 'stop',
  };
}
