import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { JsonPoster } from '#llm';
import { describeEvaluator, subject } from './evaluator.conformance.js';
import { evaluatorOf, type PlainEvaluatorSpec } from './evaluators.js';

const gradingHook = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const { answer } = JSON.parse(Buffer.concat(chunks).toString()) as { answer: string };
    if (answer === 'hang') return;
    if (answer === 'fail') response.statusCode = 503;
    response.end(
      JSON.stringify({ score: answer === 'too good' ? 1.5 : Math.min(answer.length, 4) / 4 }),
    );
  });
});
await new Promise<void>((resolve) => gradingHook.listen(0, '127.0.0.1', resolve));
const spec: PlainEvaluatorSpec = { kind: 'http', url: urlOf(gradingHook), timeoutMs: 5_000 };

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}/grade`;
}

describeEvaluator({
  spec,
  needsReference: false,
  examples: [
    { answer: 'four', score: 1 },
    { answer: '4', score: 0.25 },
  ],
});

describe('a hook that fails', () => {
  let poster: JsonPoster;
  beforeAll(() => {
    poster = new JsonPoster();
  });
  afterAll(async () => {
    gradingHook.closeAllConnections();
    gradingHook.close();
    await poster.close();
  });

  it('may be asked again, or not, as the kind of failure says', async () => {
    const hook = evaluatorOf(spec, poster);
    const verdict = (answer: string, timeoutMs = 2_000) =>
      Promise.resolve(hook.score(subject(answer), timeoutMs));
    await expect(verdict('fail')).rejects.toMatchObject({ code: 'http_503', retryable: true });
    await expect(verdict('hang', 50)).rejects.toMatchObject({ code: 'timed_out', retryable: true });
    await expect(verdict('too good')).rejects.toMatchObject({
      code: 'invalid_response',
      retryable: false,
    });
  });
});
