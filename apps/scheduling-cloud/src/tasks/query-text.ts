import { textOf, type ChatMessage } from '#contracts';

/** A message of which the text matters. */
export type TextMessage = Pick<ChatMessage, 'content'>;

/** The bytes of a token of English; other languages have fewer. */
const BYTES_PER_TOKEN = 4;

/** How many tokens a query is expected to have. */
export function inputTokensOf(messages: readonly TextMessage[]): number {
  const bytes = messages.reduce((sum, message) => sum + Buffer.byteLength(textOf(message)), 0);
  return Math.ceil(bytes / BYTES_PER_TOKEN);
}

/** What is said in a query, by whomever. */
export function saidIn(messages: readonly TextMessage[]): string {
  return messages.map(textOf).join('\n');
}
