import type { Tool } from './tool.js';

/** A request to a model, in whatever protocol it came. */
export interface Asked {
  readonly model: string;
  /** What the user said last. */
  readonly text: string;
  /** `record_id` is the id of the query in the world that is played, `task` its task there. */
  readonly metadata: Readonly<Record<string, string>> | null;
  /** What the model may call now, the likeliest first; none: it answers. */
  readonly tools: readonly Tool[];
  readonly isStreamed: boolean;
}
