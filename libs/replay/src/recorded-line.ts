import type { Outcome } from './outcome.js';
import { RecordedFileError } from './recorded-file-error.js';
import type { RecordedQuery } from './recorded-query.js';

type Fields = Readonly<Record<string, unknown>>;

interface Check<T> {
  readonly holds: (value: unknown) => value is T;
  readonly must: string;
}

const text: Check<string> = { holds: (v) => typeof v === 'string', must: 'be text' };
const name: Check<string> = {
  holds: (v): v is string => typeof v === 'string' && v !== '',
  must: 'be text, and not empty',
};
const record: Check<Fields> = {
  holds: (v): v is Fields => typeof v === 'object' && v !== null && !Array.isArray(v),
  must: 'be an object',
};
const score: Check<number> = {
  holds: (v): v is number => typeof v === 'number' && v >= 0 && v <= 1,
  must: 'be in [0, 1]',
};
const dollars: Check<number> = {
  holds: (v): v is number => typeof v === 'number' && v >= 0 && v <= 9e6,
  must: 'be dollars in [0, 9000000]',
};
const milliseconds: Check<number> = {
  holds: (v): v is number => typeof v === 'number' && v >= 0 && Number.isFinite(v),
  must: 'be a number of at least 0',
};
const tokens: Check<number> = {
  holds: (v): v is number => Number.isSafeInteger(v) && (v as number) >= 0,
  must: 'be a whole number of at least 0',
};

/**
 * Reads one line of a recorded file:
 * `{"id", "task", "query", "outcomes": {model: {"score", "cost_usd", "answer", "latency_ms",
 * "tokens_in", "tokens_out"}}, "label"?, "split"?}`. Other fields are passed over.
 * @param at the line's number, from 1
 * @throws {RecordedFileError} that names the line and the field, and what it must be
 * @throws {SyntaxError} if the line is not JSON
 */
export function parseRecordedLine(line: string, at: number): RecordedQuery {
  const fields = required(JSON.parse(line), 'the line', record, at);
  const outcomes = Object.entries(required(fields['outcomes'], 'outcomes', record, at));
  if (outcomes.length === 0) fault(at, 'outcomes', {}, 'name at least one model');
  return {
    id: required(fields['id'], 'id', name, at),
    task: required(fields['task'], 'task', name, at),
    text: required(fields['query'], 'query', text, at),
    outcomes: new Map(outcomes.map(([model, value]) => [model, outcomeOf(value, model, at)])),
    label: optional(fields['label'], 'label', text, at),
    split: optional(fields['split'], 'split', text, at),
  };
}

function outcomeOf(value: unknown, model: string, at: number): Outcome {
  const path = `outcomes.${model}`;
  const fields = required(value, path, record, at);
  const field = <T>(key: string, check: Check<T>) =>
    optional(fields[key], `${path}.${key}`, check, at);
  const costUsd = field('cost_usd', dollars);
  return {
    score: field('score', score),
    costNano: costUsd === null ? null : Math.round(costUsd * 1e9),
    answer: field('answer', text),
    latencyMs: field('latency_ms', milliseconds),
    inputTokens: field('tokens_in', tokens),
    outputTokens: field('tokens_out', tokens),
  };
}

function required<T>(value: unknown, path: string, { holds, must }: Check<T>, at: number): T {
  return holds(value) ? value : fault(at, path, value, must);
}

function optional<T>(value: unknown, path: string, check: Check<T>, at: number): T | null {
  return value === undefined || value === null ? null : required(value, path, check, at);
}

function fault(at: number, path: string, value: unknown, must: string): never {
  const found = value === undefined ? 'missing' : JSON.stringify(value).slice(0, 60);
  throw new RecordedFileError(`line ${at}: ${path} is ${found}, must ${must}`);
}
