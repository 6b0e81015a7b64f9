import type { Readable } from 'node:stream';
import type { PlanWriter } from '#storage';
import { ApiError } from '../http/api-error.js';
import { boundedLines } from '../imports/bounded-lines.js';
import type { Task } from '../tasks/task.js';
import { MOST_QUERIES, MOST_SAMPLES, plannedLine, type PlannedLine } from './plan-request.js';
import { sampleFault } from './samples.js';

/** Handed over together, unless they are long. */
const LINES_AT_ONCE = 200;
const CHARACTERS_AT_ONCE = 1024 * 1024;
const FAULTS_TOLD = 20;

/** What a plan is read from: values that are checked already, or lines as they come. */
export type PlanContent = readonly PlannedLine[] | AsyncIterable<Uint8Array>;

/** Reads queries and samples of a plan, and hands them over in parts, so that memory stays bounded. */
export class PlanReading {
  private readonly placeOf = new Map<string, number>();
  private readonly faults: string[] = [];
  private faultCount = 0;
  private queries = 0;
  private samples = 0;
  private unwritten: { queries: { id: string; request: PlannedLine }[]; samples: PlannedLine[] } = {
    queries: [],
    samples: [],
  };
  private characters = 0;

  constructor(
    private readonly task: Task,
    private readonly writer: PlanWriter,
  ) {}

  /** @throws {ApiError} 400 that names what is at fault, and where */
  async read(content: PlanContent): Promise<void> {
    try {
      if (isValues(content)) await this.readValues(content);
      else await this.readLines(content);
    } catch (error) {
      if (error instanceof RangeError) this.fault(null, error.message);
      else if (error instanceof TypeError) this.fault(null, 'the body is not in UTF-8');
      else throw error;
    }
    if (this.queries === 0 && this.faultCount === 0)
      this.fault(null, 'there is no query: a plan needs at least one');
    this.refuse();
    await this.write();
  }

  private async readValues(values: readonly PlannedLine[]): Promise<void> {
    for (const [at, value] of values.entries()) {
      this.take(`queries.${at}`, value, 0);
      if (this.isFull) await this.write();
    }
  }

  private async readLines(content: AsyncIterable<Uint8Array>): Promise<void> {
    let line = 0;
    for await (const text of boundedLines(content, () => undefined)) {
      line += 1;
      if (text.trim() === '') continue;
      const read = plannedLine.safeParse(parsedJson(text));
      if (read.success) this.take(`line ${line}`, read.data, text.length);
      else {
        const [issue] = read.error.issues;
        const path = issue?.path.join('.') ?? '';
        this.fault(
          `line ${line}`,
          path === '' ? (issue?.message ?? '') : `${path}: ${issue?.message ?? ''}`,
        );
      }
      if (this.isFull) await this.write();
    }
  }

  private take(where: string, line: PlannedLine, characters: number): void {
    this.characters += characters;
    if (line.outcomes !== undefined) {
      const fault = sampleFault(line.outcomes, this.task);
      if (fault !== undefined) this.fault(where, fault);
      this.samples += 1;
      this.unwritten.samples.push(line);
      if (this.samples > MOST_SAMPLES)
        throw new RangeError(`there are more than ${MOST_SAMPLES} samples: send fewer`);
      return;
    }
    this.queries += 1;
    const { id = String(this.queries), ...request } = line;
    const before = this.placeOf.get(id);
    if (before !== undefined)
      this.fault(where, `id: ${JSON.stringify(id)} is that of query ${before} too`);
    this.placeOf.set(id, this.queries);
    this.unwritten.queries.push({ id, request });
    if (this.queries > MOST_QUERIES)
      throw new RangeError(`there are more than ${MOST_QUERIES} queries: make several plans`);
  }

  private get isFull(): boolean {
    const { queries, samples } = this.unwritten;
    return (
      queries.length + samples.length >= LINES_AT_ONCE || this.characters >= CHARACTERS_AT_ONCE
    );
  }

  private async write(): Promise<void> {
    const { queries, samples } = this.unwritten;
    this.unwritten = { queries: [], samples: [] };
    this.characters = 0;
    if (this.faultCount > 0) return;
    if (queries.length > 0) await this.writer.queries(queries);
    if (samples.length > 0) await this.writer.samples(samples);
  }

  private fault(where: string | null, what: string): void {
    this.faultCount += 1;
    if (this.faults.length < FAULTS_TOLD)
      this.faults.push(where === null ? what : `${where}: ${what}`);
  }

  private refuse(): void {
    const [first] = this.faults;
    if (first === undefined) return;
    const more = this.faultCount - this.faults.length;
    throw new ApiError(
      400,
      'invalid_plan',
      `nothing was planned: ${this.faults.join('; ')}${more > 0 ? `; and ${more} more` : ''}`,
      /^(line \d+|queries\.\d+): /.exec(first)?.[1] ?? 'queries',
    );
  }
}

function isValues(content: PlanContent | Readable): content is readonly PlannedLine[] {
  return Array.isArray(content);
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return 'no JSON';
  }
}
