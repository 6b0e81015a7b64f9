import type { CallReport, ExecutionQuery, TaskSpec, VoteReport } from '#contracts';
import {
  cast,
  isDecided,
  openBallot,
  tableVoice,
  verdictOf,
  weightedVoice,
  type Voice,
} from '#ensemble';
import { choiceReader } from '#evaluation';
import type { Execution } from './execution.js';

/** A vote of models, as an execution, and what it came to. */
export interface Voting extends Execution {
  /** Undefined where no model gave an answer. */
  report: (calls: readonly CallReport[]) => VoteReport | undefined;
}

/** How a model is heard of which the round says nothing: the fallback, which votes alone. */
const UNKNOWN_WEIGHT = 1;

/**
 * One model after the other, until the answers to come could not change the label (ThriftLLM, arXiv
 * 2501.04901), unless the round is to hear all out: either way the label is what asking all would have
 * come to. A failed call votes for nothing.
 * @throws Error for a task without labels or a query without the terms of its vote
 */
export function votingOf(query: ExecutionQuery, { labels }: TaskSpec): Voting {
  const { vote, task } = query;
  if (labels === undefined || vote === undefined)
    throw new Error(`the job holds no labels of task ${task}, or not how its models are heard`);
  const readLabel = choiceReader(labels);
  const labelOf = ({ answer }: CallReport): string | null => readLabel(answer ?? '') ?? null;
  const numberOf = (call: CallReport): number | null => {
    const label = labelOf(call);
    return label === null ? null : labels.indexOf(label);
  };
  const weightOf = (model: string): number => vote.weights[model] ?? UNKNOWN_WEIGHT;
  const voiceOf = (model: string): Voice => {
    const table = vote.tables?.[model];
    return table === undefined ? weightedVoice(weightOf(model)) : tableVoice(table);
  };
  const ballotOf = (calls: readonly CallReport[], waiting: readonly string[]) => {
    const voters = answered(calls);
    const voices = [...voters.map(({ model }) => voiceOf(model)), ...waiting.map(voiceOf)];
    return voters.map(numberOf).reduce(cast, openBallot(voices, labels.length));
  };
  const report: Voting['report'] = (calls) => {
    const voters = answered(calls);
    if (voters.length === 0) return undefined;
    const { label, beliefs } = verdictOf(ballotOf(calls, []), vote.luck);
    return {
      label: labels[label] as string,
      belief: beliefs[label] as number,
      beliefs: labels.map((name, at) => ({ label: name, belief: beliefs[at] as number })),
      votes: voters.map((call) => ({
        model: call.model,
        label: labelOf(call),
        weight: weightIn(voiceOf(call.model), numberOf(call), labels) ?? weightOf(call.model),
      })),
    };
  };
  return {
    run: async (prompts, ask) => {
      const calls: CallReport[] = [];
      for (const [position, prompt] of prompts.entries()) {
        const call = await ask(prompt, position);
        if (!call) break;
        calls.push(call);
        if (vote.heardOut) continue;
        const waiting = prompts.slice(position + 1).map(({ model }) => model);
        if (isDecided(ballotOf(calls, waiting))) break;
      }
      return calls;
    },
    // Whoever said so first; where nobody did, as all answers spoke against theirs, whoever answered first.
    served: (calls) => {
      const voters = answered(calls);
      const label = report(calls)?.label;
      return voters.find((call) => labelOf(call) === label) ?? voters[0];
    },
    report,
  };
}

/** What an answer adds to its label's belief beyond what it adds to the others' on average. */
function weightIn(voice: Voice, answer: number | null, labels: readonly string[]): number | null {
  if (answer === null) return null;
  const others = labels.reduce(
    (sum, _, label) => (label === answer ? sum : sum + voice.support(answer, label)),
    0,
  );
  return voice.support(answer, answer) - others / (labels.length - 1);
}

function answered(calls: readonly CallReport[]): CallReport[] {
  return calls.filter(({ status, answer }) => status === 'succeeded' && answer !== null);
}
