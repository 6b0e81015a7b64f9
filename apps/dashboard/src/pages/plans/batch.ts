/** A batch as `POST /v1/plans` takes it as lines, and what is in it. */
export interface Batch {
  /** NDJSON. */
  lines: string;
  queries: number;
  /** Those with known outcomes, which are not run. */
  samples: number;
}

/**
 * Reads what somebody uploads or pastes: NDJSON, a JSON list, a JSON body with `queries`, or plain text
 * with a query a line.
 * @throws Error that says where it is none of these
 */
export function batchOf(text: string): Batch {
  const all = entriesOf(text.trim());
  const samples = all.filter((entry) => isRecord(entry) && 'outcomes' in entry).length;
  const lines = all.map((entry) => `${JSON.stringify(entry)}\n`).join('');
  return { lines, queries: all.length - samples, samples };
}

function entriesOf(text: string): unknown[] {
  if (text === '') throw new Error('there is no query in it yet');
  if (!/^[[{]/u.test(text)) return linesOf(text).map(({ line }) => ({ input: line }));
  const whole = parsed(text);
  if (Array.isArray(whole)) return whole;
  if (isRecord(whole) && Array.isArray(whole['queries'])) return whole['queries'];
  if (whole !== undefined) return [whole];
  return linesOf(text).map(({ line, number }) => {
    const value = parsed(line);
    if (value === undefined) throw new Error(`line ${number} is no JSON: ${line.slice(0, 60)}`);
    return value;
  });
}

function linesOf(text: string): { line: string; number: number }[] {
  return text
    .split('\n')
    .map((line, at) => ({ line: line.trim(), number: at + 1 }))
    .filter(({ line }) => line !== '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
