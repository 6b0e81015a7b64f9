import type { Readable } from 'node:stream';
import { request, type Dispatcher } from 'undici';
import { CommandError } from '../commands/command-error.js';
import { readAdminKey } from '../service/admin-key.js';

/** An entry as the service answers it. */
export type Answer = Readonly<Record<string, unknown>>;

/** Where the service is, and who asks. */
export interface Address {
  readonly url: string;
  readonly key: string;
}

interface Received {
  readonly body: Answer;
  readonly tag: string | undefined;
}

/** The service at the flag, PURSER_URL or on this machine, by PURSER_API_KEY or the first admin key. */
export async function addressOf(url: string | undefined): Promise<Address> {
  const own = url ?? process.env['PURSER_URL'] ?? 'http://127.0.0.1:8080';
  if (!URL.canParse(own)) throw new CommandError(`--url: ${own} is no address`);
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(new URL(own).hostname);
  const kept = isHere ? await readAdminKey('.purser') : undefined;
  return { url: own.replace(/\/+$/, ''), key: process.env['PURSER_API_KEY'] || (kept ?? '') };
}

/** The service's admin API. What it refuses is a `CommandError` in its words. */
export class AdminApi {
  constructor(private readonly address: Address) {}

  async get(path: string): Promise<Answer> {
    return (await this.send('GET', path)).body;
  }

  async post(path: string, body: object = {}): Promise<Answer> {
    return (await this.send('POST', path, body)).body;
  }

  /** Changes what is at `entry` as it is now: if somebody else changes it meanwhile, nothing is done. */
  async change(
    method: 'PATCH' | 'PUT' | 'POST' | 'DELETE',
    entry: string,
    body?: object,
    below = '',
  ): Promise<Answer> {
    const { tag } = await this.send('GET', entry);
    return (await this.send(method, entry + below, body, tag)).body;
  }

  /** What is at `path`, as it comes. */
  async download(path: string): Promise<Readable> {
    const { url, key } = this.address;
    const headers = key === '' ? {} : { authorization: `Bearer ${key}` };
    const response = await request(url + path, { headers });
    if (response.statusCode >= 300) await received(response);
    return response.body;
  }

  /** Posts a file as it is read. */
  async upload(path: string, type: string, content: Readable): Promise<Answer> {
    const { url, key } = this.address;
    const response = await request(url + path, {
      method: 'POST',
      headers: {
        ...(key !== '' && { authorization: `Bearer ${key}` }),
        'content-type': type,
      },
      body: content,
    });
    return (await received(response)).body;
  }

  private async send(
    method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE',
    path: string,
    body?: object,
    tag?: string,
  ): Promise<Received> {
    const { url, key } = this.address;
    const response = await request(url + path, {
      method,
      headers: {
        ...(key !== '' && { authorization: `Bearer ${key}` }),
        ...(body && { 'content-type': 'application/json' }),
        ...(tag !== undefined && { 'if-match': tag }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    return received(response);
  }
}

/** @throws CommandError with the words of a refusal */
async function received(response: Dispatcher.ResponseData): Promise<Received> {
  const told = parsed(await response.body.text());
  if (response.statusCode >= 300) throw new CommandError(refusalOf(told, response.statusCode));
  const { etag } = response.headers;
  return { body: told, tag: typeof etag === 'string' ? etag : undefined };
}

function parsed(text: string): Answer {
  try {
    return JSON.parse(text) as Answer;
  } catch {
    return {};
  }
}

function refusalOf(body: Answer, status: number): string {
  const { error } = body as { error?: { message?: unknown } };
  return typeof error?.message === 'string' ? error.message : `the service answered ${status}`;
}
