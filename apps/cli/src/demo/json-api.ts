import pRetry, { AbortError } from 'p-retry';
import { Pool } from 'undici';

/** A JSON API that may be out for a moment: a request is repeated on 429, 5xx and lost connections. */
export class JsonApi {
  private readonly pool: Pool;

  constructor(url: string, connections: number) {
    this.pool = new Pool(url, { connections });
  }

  get<T>(path: string): Promise<T> {
    return this.request<T>('GET', path, null, {});
  }

  post<T>(path: string, body: object, headers: Record<string, string> = {}): Promise<T> {
    return this.request<T>('POST', path, JSON.stringify(body), headers);
  }

  close(): Promise<void> {
    return this.pool.destroy();
  }

  private request<T>(
    method: 'GET' | 'POST',
    path: string,
    body: string | null,
    headers: Record<string, string>,
  ): Promise<T> {
    const sent = { 'content-type': 'application/json', ...headers };
    return pRetry(
      async () => {
        const response = await this.pool.request({ method, path, body, headers: sent });
        const text = await response.body.text();
        if (response.statusCode < 300) return JSON.parse(text) as T;
        const refusal = `${method} ${path} was answered with ${response.statusCode}: ${text}`;
        const passing = response.statusCode === 429 || response.statusCode >= 500;
        throw passing ? new Error(refusal) : new AbortError(refusal);
      },
      { retries: 5, minTimeout: 100, randomize: true },
    );
  }
}
