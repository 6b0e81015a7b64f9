import { Injectable } from '@nestjs/common';
import { QueryReader, RoundHistory } from '#storage';
import { mayUse, type Caller } from '../auth/caller.js';
import { notFound } from '../http/api-error.js';
import { idOf } from '../http/id.js';
import { Answers } from '../queries/answers.js';
import { TaskRegistry } from '../tasks/task-registry.js';
import { isCascade } from '../tasks/task.js';
import { viewOfOpened, type OpenedRoundView } from './opened-round-view.js';
import { viewOfRound } from './round-view.js';
import { whyOf } from './why.js';

/** Opens a round: its query, the decision, its calls, what was booked and said, and why. */
@Injectable()
export class OpenRound {
  constructor(
    private readonly reader: QueryReader,
    private readonly history: RoundHistory,
    private readonly answers: Answers,
    private readonly tasks: TaskRegistry,
  ) {}

  /** @throws {ApiError} 404, for a round of a task that the key is not for too */
  async of(text: string, caller: Caller): Promise<OpenedRoundView> {
    const id = idOf('round', text);
    const stored = (await this.reader.find([id])).get(id);
    const decided = await this.reader.findRound(id);
    if (stored === undefined || decided === null || !mayUse(caller, stored.query.task)) {
      throw notFound('round', text, 'id');
    }
    const round = viewOfRound(decided);
    const query = this.answers.viewOf(stored);
    const task = this.tasks.known(stored.query.task);
    return viewOfOpened({
      query,
      round,
      messages: stored.query.textKept === 'full' ? stored.query.messages : null,
      calls: stored.calls,
      ledger: await this.history.ledger(id),
      ratings: await this.history.ratings(id),
      why: whyOf({ round, query, inTurn: task !== undefined && isCascade(task) }),
    });
  }
}
