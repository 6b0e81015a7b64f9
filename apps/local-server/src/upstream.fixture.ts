import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

export const HANG = { hang: true } as const;

/**
 * What the upstream does when a model is asked: an answer, a status, a delayed answer, silence; or
 * pieces of a stream, after which the connection is cut or nothing more comes.
 */
export type Step =
  | string
  | { status: number; retryAfter?: string; usage?: object }
  | { answer: string; afterMs: number }
  | { pieces: string[]; then?: 'cut' | 'hang' }
  | typeof HANG;

interface ChatBody {
  model: string;
  stream?: boolean;
  messages: { role: string; content: string }[];
}

/** An LLM provider on a real port that follows a script; and a hook that grades "0.4" by 0.4. */
export class Upstream {
  /** The models asked, in the order of arrival. */
  readonly asked: string[] = [];
  /** The last message that each model got. */
  readonly texts = new Map<string, string>();
  /** When each request came, in milliseconds. */
  readonly times: number[] = [];
  mostAtOnce = 0;
  graded = 0;
  private atOnce = 0;

  private constructor(
    private readonly server: Server,
    private readonly script: Record<string, readonly Step[]>,
  ) {}

  /** @param script the steps of each model; the last one is repeated */
  static async open(script: Record<string, readonly Step[]>): Promise<Upstream> {
    const server = createServer();
    const upstream = new Upstream(server, script);
    server.on('request', (request, response) => void upstream.handle(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return upstream;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = JSON.parse(await textOf(request)) as unknown;
    if (request.url === '/grade') this.grade(body as { answer: string }, response);
    else await this.complete(body as ChatBody, response);
  }

  private grade({ answer }: { answer: string }, response: ServerResponse): void {
    this.graded += 1;
    if (answer === 'ungradable') response.statusCode = 503;
    response.end(JSON.stringify({ score: Number(answer) }));
  }

  private async complete(body: ChatBody, response: ServerResponse): Promise<void> {
    const { model, messages } = body;
    this.asked.push(model);
    this.times.push(performance.now());
    this.texts.set(model, messages.at(-1)?.content ?? '');
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.atOnce);
    response.once('close', () => this.atOnce--);
    const steps = this.script[model] ?? [];
    const count = this.asked.filter((each) => each === model).length;
    const step = steps[Math.min(count, steps.length) - 1];
    if (step === undefined || (typeof step === 'object' && 'hang' in step)) return;
    if (typeof step === 'object' && 'status' in step) {
      if (step.retryAfter) response.setHeader('retry-after', step.retryAfter);
      response.writeHead(step.status).end(JSON.stringify({ usage: step.usage }));
      return;
    }
    if (typeof step === 'object' && 'pieces' in step) {
      stream(step, response);
      return;
    }
    const { answer, afterMs } = typeof step === 'string' ? { answer: step, afterMs: 0 } : step;
    if (afterMs > 0) await delay(afterMs);
    if (body.stream) stream({ pieces: [answer] }, response);
    else response.end(completion(answer));
  }
}

function stream(
  { pieces, then }: { pieces: string[]; then?: 'cut' | 'hang' },
  response: ServerResponse,
): void {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  const send = (event: object) => response.write(`data: ${JSON.stringify(event)}\n\n`);
  for (const content of pieces) send({ choices: [{ delta: { content } }] });
  if (then === 'hang') return;
  if (then === 'cut') {
    setImmediate(() => response.destroy());
    return;
  }
  send({ choices: [{ delta: {}, finish_reason: 'stop' }] });
  send({ choices: [], usage: { prompt_tokens: 10, completion_tokens: 2 } });
  response.end('data: [DONE]\n\n');
}

/** Ten tokens in, two tokens out. */
function completion(content: string): string {
  return JSON.stringify({
    choices: [{ message: { role: 'assistant', content } }],
    usage: { prompt_tokens: 10, completion_tokens: 2 },
  });
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}
