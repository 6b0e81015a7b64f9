/** What tells a rating from all others: an id that its sender gave to it. */
export interface RatingReceipt {
  /** Whose id it is: ids of one scope are unique. */
  scope: string;
  id: string;
  /** Whether the id stands for what was sent with it first; otherwise another score corrects that. */
  final: boolean;
}

/** A reward that a user, or their system, sends for an answer. */
export interface Rating {
  feedbackId: string;
  queryId: string;
  /** Null: the model that was served, or all of them, as the query's reward model says. */
  model: string | null;
  /** Who rates: a later rating of the same source replaces the earlier one. */
  source: string;
  scoreMicro: number;
  comment: string | null;
  tags: Readonly<Record<string, string>>;
  /** When it came: a rating is of an answer that was there by then. */
  receivedAt: Date;
  receipt: RatingReceipt | null;
}
