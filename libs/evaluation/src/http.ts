import { gradeResponse } from '#contracts';
import { isSuccess, refusal, UpstreamError, type JsonPoster } from '#llm';
import type { Evaluator } from './evaluator.js';

/** The score that a hook returns: it is posted a `GradeRequest` and answers `{"score": …}`. */
export function http(
  { url, timeoutMs }: { url: string; timeoutMs: number },
  poster: JsonPoster,
): Evaluator {
  const hook = new URL(url);
  return {
    score: async (subject, remainingMs) => {
      const reply = await poster.post({
        url: hook,
        body: subject,
        timeoutMs: Math.min(timeoutMs, remainingMs),
      });
      if (!isSuccess(reply.status)) throw refusal(reply, { host: hook.host });
      const body = gradeResponse.safeParse(reply.body);
      if (!body.success) {
        throw new UpstreamError(
          'invalid_response',
          `${hook.host} must answer {"score": a number in [0, 1]}`,
        );
      }
      return body.data.score;
    },
  };
}
