import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { emptyPacing, epochLength, forgets, randomOf } from '#bandit';
import type { ContextualLearner } from '#context';
import { ImportStore, type ImportedLesson, type ImportedOutcomes } from '#storage';
import { ApiError } from '../http/api-error.js';
import { Contexts } from '../learning/contexts.js';
import { contextualInput } from '../tasks/contextual-input.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { isContextual, type Task } from '../tasks/task.js';
import { boundedLines } from './bounded-lines.js';
import type { ImportView } from './import-view.js';
import { readOutcome, type Outcome } from './outcome-line.js';
import { OutcomeSums } from './outcome-sums.js';

const MOST_OUTCOMES = 1_000_000;
/** Each of them is kept as a lesson. */
const MOST_LESSONS = 100_000;
const LESSONS_AT_ONCE = 200;
const FAULTS_TOLD = 20;

/** An import as it was asked for. */
export interface OutcomeImport {
  task: string;
  importId: string;
  keyId: string | null;
  /** NDJSON. */
  content: AsyncIterable<Uint8Array>;
}

/** Takes outcomes from elsewhere into the statistics of a live task. Nothing is spent. */
@Injectable()
export class ImportOutcomes {
  private last: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly store: ImportStore,
    private readonly tasks: TaskRegistry,
    private readonly contexts: Contexts,
  ) {}

  /**
   * All of it or nothing, and once for each import id. One import in this replica waits for the other:
   * each has a connection of its own for as long as it is read.
   * @throws {ApiError} 400 that names the lines at fault, 409 if another content came under the id
   */
  run(wanted: OutcomeImport): Promise<ImportView> {
    const turn = this.last.then(() => this.import(wanted));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async import({
    task: name,
    importId,
    keyId,
    content,
  }: OutcomeImport): Promise<ImportView> {
    const task = this.tasks.get(name);
    const learner = isContextual(task.policy) ? this.contexts.of(task) : null;
    const epochRounds = forgets(task.forgetting) ? epochLength(task.forgetting) : null;
    const target = { task: name, id: importId, keyId, epochRounds };
    const { status, outcomes } = await this.store.write(target, (putAside) =>
      read(content, task, learner, putAside),
    );
    if (status === 'reused') throw reused(importId);
    return { import_id: importId, status, outcomes };
  }
}

async function read(
  content: AsyncIterable<Uint8Array>,
  task: Task,
  learner: ContextualLearner | null,
  putAside: (lessons: ImportedLesson[]) => Promise<void>,
): Promise<ImportedOutcomes> {
  const hash = createHash('sha256');
  const sums = new OutcomeSums(task.prices);
  const faults = new Faults();
  const most = learner === null ? MOST_OUTCOMES : MOST_LESSONS;
  let lessons: ImportedLesson[] = [];
  let line = 0;
  try {
    for await (const text of boundedLines(content, (chunk) => hash.update(chunk))) {
      line += 1;
      if (text.trim() === '') continue;
      const outcome = readOutcome(text, task, learner !== null);
      if (typeof outcome === 'string') faults.add(line, outcome);
      else sums.add(outcome);
      if (sums.count > most) throw new RangeError(`there are more than ${most} outcomes: split it`);
      if (learner === null || typeof outcome === 'string' || faults.count > 0) continue;
      lessons.push(lessonOf(outcome, task, learner));
      if (lessons.length < LESSONS_AT_ONCE) continue;
      await putAside(lessons);
      lessons = [];
    }
  } catch (error) {
    faults.add(line + 1, unreadable(error));
  }
  if (sums.count === 0 && faults.count === 0)
    faults.add(1, 'there is no outcome: the body is empty');
  faults.refuse();
  if (lessons.length > 0) await putAside(lessons);
  return { arms: sums.arms, outcomes: sums.count, contentHash: hash.digest('hex') };
}

/** @throws what is no fault of the content */
function unreadable(error: unknown): string {
  if (error instanceof RangeError) return error.message;
  if (error instanceof TypeError) return 'is not in UTF-8';
  const { code } = error as { code?: unknown };
  if (code === 'ECONNRESET' || code === 'ERR_STREAM_PREMATURE_CLOSE') return 'is cut off';
  throw error;
}

/** What the learner makes of the query today is what it learns from. */
function lessonOf(outcome: Outcome, task: Task, learner: ContextualLearner): ImportedLesson {
  const { query, model, rewardMicro, costNano } = outcome;
  const messages = [{ content: query ?? '' }];
  const input = contextualInput(task, { messages }, { pacing: emptyPacing, round: 1 });
  const { trace } = learner.foresee(input, randomOf(0));
  const calls: ImportedLesson['calls'] = [{ model, rewardMicro, costNano, replacesMicro: null }];
  return { trace, first: true, calls };
}

class Faults {
  private readonly told: string[] = [];
  count = 0;

  add(line: number, what: string): void {
    this.count += 1;
    if (this.told.length < FAULTS_TOLD) this.told.push(`line ${line}: ${what}`);
  }

  /** @throws {ApiError} 400 if there are any */
  refuse(): void {
    if (this.count === 0) return;
    const [first = ''] = this.told;
    const more = this.count > this.told.length ? `; and ${this.count - this.told.length} more` : '';
    throw new ApiError(
      400,
      'invalid_outcomes',
      `nothing was imported: ${this.told.join('; ')}${more}`,
      first.split(':')[0] ?? null,
    );
  }
}

function reused(importId: string): ApiError {
  return new ApiError(
    409,
    'import_id_reused',
    `another content was imported as ${JSON.stringify(importId)} before: give each import its own id`,
    'import_id',
  );
}
