import {
  createServer,
  type IncomingHttpHeaders,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AnswerDelta, ChatOptions, ModelSpec } from '#contracts';
import type { CompletionRequest } from './completion.js';
import type { JsonPoster } from './json-poster.js';
import { LlmClient } from './llm-client.js';
import { UpstreamError } from './upstream-error.js';

/** A request as it came. */
export interface Came {
  path: string;
  headers: IncomingHttpHeaders;
  /** Parsed JSON. */
  body: Record<string, unknown>;
}

/** A provider on a real port that answers as it is told, and keeps what it was asked. */
export class FakeProvider {
  readonly came: Came[] = [];
  answer: (response: ServerResponse) => void = () => undefined;

  private constructor(private readonly server: Server) {}

  static async open(): Promise<FakeProvider> {
    const server = createServer();
    const provider = new FakeProvider(server);
    server.on('request', (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const body = JSON.parse(Buffer.concat(chunks).toString()) as Came['body'];
        provider.came.push({ path: request.url ?? '', headers: request.headers, body });
        provider.answer(response);
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return provider;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

export function json(body: object, status = 200, headers: Record<string, string> = {}) {
  return (response: ServerResponse): void => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers });
    response.end(JSON.stringify(body));
  };
}

/** Server-sent events; `cut` ends the connection without an end. */
export function events(list: readonly object[], end: 'done' | 'cut' = 'done') {
  return (response: ServerResponse): void => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const event of list) {
      const { type } = event as { type?: string };
      response.write(`${type ? `event: ${type}\n` : ''}data: ${JSON.stringify(event)}\n\n`);
    }
    if (end === 'done') response.end();
    else setImmediate(() => response.destroy());
  };
}

export const KEY = 'sk-planted-secret';

/** A question to a model of the kind of provider. */
export function requestTo(
  url: string,
  kind: ModelSpec['provider'],
  options: ChatOptions = {},
  more: Partial<CompletionRequest> = {},
): CompletionRequest {
  return {
    model: {
      provider: kind,
      baseUrl: `${url}/v1`,
      upstreamModel: kind === 'google' ? 'gemini-2.0-flash' : 'claude-3-5-haiku-latest',
      apiKeyEnv: 'X_API_KEY',
      price: {
        inputUsdPerMillionTokens: 1,
        outputUsdPerMillionTokens: 4,
        cachedInputUsdPerMillionTokens: 0.1,
        cacheWriteUsdPerMillionTokens: 1.25,
        requestUsd: 0,
      },
      cost: 'price',
      maxOutputTokens: 64,
      ...(kind === 'azure-openai' && { apiVersion: '2024-10-21' }),
    },
    apiKey: KEY,
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'two and two?' },
    ],
    options,
    metadata: { purser_label_team: 'a', record: '7' },
    timeoutMs: 5_000,
    ...more,
  };
}

/** Why the completion failed. */
export async function faultOf(completion: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await completion.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof UpstreamError) return error;
  throw new Error('expected an UpstreamError', { cause: error });
}

/** A streamed answer with its pieces. */
export async function streamed(poster: JsonPoster, asked: CompletionRequest) {
  const deltas: AnswerDelta[] = [];
  const completion = await new LlmClient(poster).stream(asked, (delta) => deltas.push(delta));
  return { deltas, completion };
}
