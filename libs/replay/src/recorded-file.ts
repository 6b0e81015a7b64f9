import { RecordedFileError } from './recorded-file-error.js';
import { parseRecordedLine } from './recorded-line.js';
import type { RecordedQuery } from './recorded-query.js';

/**
 * Reads a file of recorded outcomes (JSON, a query a line), in the file's order. Empty lines are
 * passed over.
 * @throws {RecordedFileError} at the first fault, naming its line: what is not JSON (a last line
 *   that is cut off is told as such), a field out of range, an id seen before, a file without queries
 */
export async function readRecorded(
  lines: Iterable<string> | AsyncIterable<string>,
): Promise<RecordedQuery[]> {
  const queries: RecordedQuery[] = [];
  const lineOfId = new Map<string, number>();
  let unreadable: { at: number; reason: string } | null = null;
  let at = 0;
  for await (const line of lines) {
    at += 1;
    if (line.trim() === '') continue;
    if (unreadable) break;
    try {
      const query = parseRecordedLine(line, at);
      refuseSecond(query.id, at, lineOfId);
      queries.push(query);
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      unreadable = { at, reason: error.message };
    }
  }
  if (unreadable) throw notJson(unreadable.at, unreadable.reason, at);
  if (queries.length === 0) throw new RecordedFileError('the file holds no queries');
  return queries;
}

function refuseSecond(id: string, at: number, lineOfId: Map<string, number>): void {
  const first = lineOfId.get(id);
  if (first !== undefined)
    throw new RecordedFileError(
      `line ${at}: id ${JSON.stringify(id)} is that of line ${first} too`,
    );
  lineOfId.set(id, at);
}

function notJson(at: number, reason: string, lastLine: number): RecordedFileError {
  return new RecordedFileError(
    at === lastLine
      ? `line ${at}, the last, is cut off or not JSON: the file seems truncated (${reason})`
      : `line ${at}: not JSON (${reason})`,
  );
}
