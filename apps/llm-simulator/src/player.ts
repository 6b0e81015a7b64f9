import type { GradeRequest } from '#contracts';
import type { Outcome, World, WorldQuery } from '#replay';
import type { Asked } from './asked.js';
import type { Faults, StreamFault } from './faults.js';
import { judgedBy, judgedIn } from './judging.js';
import { Refusal } from './refusal.js';
import { latencyMsOf, type Pace } from './pace.js';
import { callOf, type ToolCall } from './tool.js';

/** A call that was played. */
export interface Played {
  readonly outcome: Outcome;
  /** What is told in place of the answer; null: the answer is. */
  readonly toolCall: ToolCall | null;
  /** How many milliseconds it takes. */
  readonly latencyMs: number;
  readonly streamFault: StreamFault | null;
}

/** Plays the models of a world: finds what a model makes of a query, and when and how it is told. */
export class Player {
  constructor(
    private readonly world: World,
    private readonly pace: Pace,
    private readonly faults: Faults,
  ) {}

  get models(): readonly string[] {
    return this.world.models;
  }

  /** @throws {Refusal | ConnectionCut} for what the world does not know, and faults on demand */
  play(asked: Asked): Played {
    const { model, text, tools, isStreamed } = asked;
    const [tool] = tools;
    const outcome = this.played(asked);
    const lateMs = this.faults.strike(model);
    return {
      outcome,
      toolCall: tool === undefined ? null : callOf(tool, text),
      latencyMs: latencyMsOf(outcome, this.pace) + lateMs,
      streamFault: isStreamed ? this.faults.strikeStream(model) : null,
    };
  }

  /** The score in [0, 1] of the model's answer. A task that the world does not know is passed over. */
  grade({ input, metadata, task, model }: GradeRequest): number {
    const query = queryOf(input, metadata);
    const known = this.world.tasks.includes(task) ? task : null;
    const { score } = this.outcomeOf({ ...query, task: query.task ?? known }, model);
    if (score === null) throw new Refusal(404, 'score_unknown', 'No score was recorded.');
    return score;
  }

  /** Any model of the world may be asked to judge. */
  private played({ model, text, metadata }: Asked): Outcome {
    const judged = judgedIn(text);
    if (judged === undefined) return this.outcomeOf(queryOf(text, metadata), model);
    this.requireKnown(model);
    return judgedBy(this.world, judged);
  }

  private requireKnown(model: string): void {
    if (this.world.models.includes(model)) return;
    const message = `The model ${model} does not exist; GET /v1/models lists those that do.`;
    throw new Refusal(404, 'model_not_found', message);
  }

  private outcomeOf(query: WorldQuery, model: string): Outcome {
    this.requireKnown(model);
    const outcome = this.world.outcomeOf(query, model);
    if (!outcome) throw new Refusal(404, 'query_not_found', notFound(query, model));
    return outcome;
  }
}

function queryOf(text: string, metadata: Asked['metadata']): WorldQuery {
  return { id: metadata?.['record_id'] ?? null, text, task: metadata?.['task'] ?? null };
}

function notFound({ id, text, task }: WorldQuery, model: string): string {
  const query = id === null ? `query ${JSON.stringify(text.slice(0, 80))}` : `record ${id}`;
  return `${model} has no outcome of ${query}${task === null ? '' : ` of task ${task}`}.`;
}
