import { setTimeout as delay } from 'node:timers/promises';

export interface Answer {
  status: number;
  headers: Headers;
  /** What came over HTTP. */
  body: any;
}

/** A client of Purser's REST API. */
export class Client {
  private readonly headers: Record<string, string>;

  /** @param key sent with every request, unless it is empty */
  constructor(
    private readonly url: string,
    key = '',
  ) {
    this.headers = key === '' ? {} : { authorization: `Bearer ${key}` };
  }

  get(path: string): Promise<Answer> {
    return answerOf(fetch(this.url + path, { headers: this.headers }));
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer> {
    return this.send('POST', path, body, headers);
  }

  send(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    return answerOf(
      fetch(this.url + path, {
        method,
        headers: { 'content-type': 'application/json', ...this.headers, ...headers },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    );
  }

  ask(task: string, input: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.post('/v1/queries', { task, input }, headers);
  }

  /** Looks at the query until it is no longer pending. */
  async settled(id: string, patienceMs = 60_000): Promise<Answer> {
    return eventually(async () => {
      const answer = await this.get(`/v1/queries/${id}`);
      return answer.status === 200 && (answer.body as { status: string }).status !== 'pending'
        ? answer
        : undefined;
    }, patienceMs);
  }
}

async function answerOf(responding: Promise<Response>): Promise<Answer> {
  const response = await responding;
  return { status: response.status, headers: response.headers, body: await response.json() };
}

/** Asks until there is an answer. @throws if there is none in time, with the last error */
export async function eventually<T>(
  question: () => Promise<T | undefined>,
  patienceMs = 30_000,
): Promise<T> {
  const end = Date.now() + patienceMs;
  let last: unknown;
  while (Date.now() < end) {
    try {
      const answer = await question();
      if (answer !== undefined) return answer;
    } catch (error) {
      last = error;
    }
    await delay(100);
  }
  throw new Error(`nothing came of it in ${patienceMs} ms`, { cause: last });
}
