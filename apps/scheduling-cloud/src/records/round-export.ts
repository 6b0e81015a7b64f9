import { Injectable } from '@nestjs/common';
import { RoundLogReader, type RoundSpan } from '#storage';
import { TaskRegistry } from '../tasks/task-registry.js';
import { TaskSnapshots } from '../tasks/task-snapshots.js';
import { headOf, lineOf } from './round-line.js';

/** Writes the rounds of a task down as a log. */
@Injectable()
export class RoundExport {
  constructor(
    private readonly reader: RoundLogReader,
    private readonly tasks: TaskRegistry,
    private readonly snapshots: TaskSnapshots,
  ) {}

  /**
   * Lines of JSON, as fast as they are taken: a page of rounds is in memory at a time.
   * @throws {ApiError} 404, before the first line
   */
  lines(span: RoundSpan): AsyncGenerator<string> {
    const task = this.tasks.get(span.task);
    const head = headOf(task, this.tasks.known(span.task), this.snapshots.of(span.task));
    return this.linesOf(head, span);
  }

  private async *linesOf(head: object, span: RoundSpan): AsyncGenerator<string> {
    yield `${JSON.stringify(head)}\n`;
    for await (const rows of this.reader.rounds(span, { withTexts: true })) {
      for (const row of rows) yield `${JSON.stringify(lineOf(row))}\n`;
    }
  }
}
