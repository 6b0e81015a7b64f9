import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import pLimit from 'p-limit';
import { PlanWorkStore, type StoredPlan, type UnsentQuery } from '#storage';
import { ApiError } from '../http/api-error.js';
import { Reservations } from '../money/reservations.js';
import { Backlog } from '../queries/backlog.js';
import { queryRequest, type QueryRequest } from '../queries/query-request.js';
import { Quotes } from '../queries/quotes.js';
import { TaskRegistry } from '../tasks/task-registry.js';

/** So many queries of a plan are under way at once: single queries are to be answered meanwhile. */
const UNDER_WAY = 128;
const SENDS_AT_ONCE = 32;
const LOOK_EVERY_MS = 200;

/** What became of an attempt to send a query. */
type Sending =
  | { kind: 'sent'; place: number; queryId: string }
  | { kind: 'held-up'; reason: string }
  | { kind: 'refused' };

/** Runs the chosen point of a plan through ordinary rounds. */
@Injectable()
export class PlanExecutor {
  constructor(
    private readonly store: PlanWorkStore,
    private readonly tasks: TaskRegistry,
    private readonly quotes: Quotes,
    private readonly reservations: Reservations,
    private readonly backlog: Backlog,
  ) {}

  /**
   * Sends queries as long as the plan is to run and nothing holds it up. A query that was sent before
   * a crash is known by its idempotency key, and isn't sent again.
   * @param going asked before each look: false to leave the rest for later
   * @returns how many seconds to leave it alone, if something holds it up; else 0
   */
  async run(plan: StoredPlan, going: () => boolean): Promise<number> {
    let underWay = await this.store.underWay(plan.id);
    while (going()) {
      const room = UNDER_WAY - underWay.length;
      const unsent = await this.store.unsent(plan.id, Math.max(1, room));
      if (unsent === undefined) return 0;
      if (unsent.length === 0 && underWay.length === 0) {
        await this.store.end(plan.id);
        return 0;
      }
      const sendings = await this.send(plan, room > 0 ? unsent : []);
      underWay.push(...sendings.flatMap((one) => (one.kind === 'sent' ? [one.queryId] : [])));
      const heldUp = sendings.find((one) => one.kind === 'held-up');
      await this.store.tell(plan.id, heldUp?.reason ?? null);
      if (heldUp !== undefined) return HELD_UP_SECONDS;
      if (room === 0 || unsent.length === 0) await delay(LOOK_EVERY_MS);
      underWay = await this.store.pending(underWay);
    }
    return 0;
  }

  private async send(plan: StoredPlan, queries: readonly UnsentQuery[]): Promise<Sending[]> {
    const sendings = await pLimit(SENDS_AT_ONCE).map(queries, (query) => this.sendOne(plan, query));
    const sent = sendings.filter((one) => one.kind === 'sent');
    if (sent.length > 0) await this.store.sent(plan.id, sent);
    return sendings;
  }

  private async sendOne(
    plan: StoredPlan,
    { place, request, choice }: UnsentQuery,
  ): Promise<Sending> {
    try {
      this.backlog.requireRoom();
      const query: QueryRequest = queryRequest.parse({ ...request, task: plan.task });
      const alternatives = await this.quotes.of(
        query,
        this.tasks.accepting(plan.task),
        {
          keyId: plan.keyId,
          idempotency: {
            key: `plan ${plan.id} ${place}`,
            bodyHash: createHash('sha256').update(JSON.stringify(query)).digest('hex'),
          },
          replyTo: null,
          stream: null,
        },
        plan.combinations?.[choice],
      );
      const { candidate, verdict } = await this.reservations.admit(alternatives);
      const queryId = verdict.kind === 'admitted' ? candidate.id : verdict.query.queryId;
      return { kind: 'sent', place, queryId };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (HOLD_UP.includes(error.status)) return { kind: 'held-up', reason: error.message };
      await this.store.refuseQuery(plan.id, place, error.message);
      return { kind: 'refused' };
    }
  }
}

/** Caps, backlogs and outages pass; so may the withdrawal of a task. */
const HOLD_UP: readonly number[] = [404, 409, 429, 503];
const HELD_UP_SECONDS = 2;
