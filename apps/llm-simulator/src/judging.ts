import { judgedSubject, type JudgedSubject, type Verdict } from '#contracts';
import type { Outcome, World } from '#replay';

const CHARACTERS_PER_TOKEN = 4;

/** What a judge is asked to judge, if that is what a message asks. */
export function judgedIn(text: string): JudgedSubject | undefined {
  if (!text.startsWith('{')) return undefined;
  try {
    return judgedSubject.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/**
 * What a judge says that knows the world: the mark of the answer's score, and the worst mark of an
 * answer that none of the world's models gave. Its tokens are those of the texts, at four characters.
 */
export function judgedBy(
  world: World,
  { conversation, answer, answer_is_cut: isCut, marks: { min, max } }: JudgedSubject,
): Outcome {
  const query = conversation.findLast(({ role }) => role === 'user') ?? conversation.at(-1);
  const known = { id: null, text: query?.text ?? '', task: null };
  const given = world.models
    .map((model) => world.outcomeOf(known, model))
    .find((outcome) => (isCut ? outcome?.answer?.startsWith(answer) : outcome?.answer === answer));
  const score = given?.score ?? 0;
  const verdict: Verdict = {
    reason: given ? 'As the world has it.' : 'Not an answer of this world.',
    mark: min + score * (max - min),
  };
  const said = JSON.stringify(verdict);
  const read = JSON.stringify(conversation) + answer;
  return {
    score: null,
    costNano: null,
    answer: said,
    latencyMs: null,
    inputTokens: Math.ceil(read.length / CHARACTERS_PER_TOKEN),
    outputTokens: Math.ceil(said.length / CHARACTERS_PER_TOKEN),
  };
}
