import { key, signOut } from '../session/session-key.js';
import { ApiFault } from './api-fault.js';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface Asked {
  method?: Method;
  /** Sent as JSON, but for text with a `contentType` of its own. */
  body?: unknown;
  contentType?: string;
  /** The ETag of what is to be changed. */
  ifMatch?: string;
  signal?: AbortSignal;
}

export interface Answer<Body> {
  body: Body;
  /** To be sent as `ifMatch` with a change; null where the route has none. */
  etag: string | null;
}

/**
 * Asks the API with the session's key. A key that is no good any more ends the session.
 * @throws {ApiFault} what the API refuses, or with status 0 if it cannot be reached
 */
export async function ask<Body>(path: string, asked: Asked = {}): Promise<Answer<Body>> {
  const response = await open(path, asked);
  const text = await response.text();
  const body = text === '' ? null : (JSON.parse(text) as Body);
  return { body: body as Body, etag: response.headers.get('etag') };
}

/** The body of a GET. */
export async function get<Body>(path: string, signal?: AbortSignal): Promise<Body> {
  const { body } = await ask<Body>(path, signal === undefined ? {} : { signal });
  return body;
}

/** The answer, with its body still to be read. */
export async function open(path: string, asked: Asked = {}): Promise<Response> {
  const response = await sent(path, asked);
  if (response.ok) return response;
  if (response.status === 401) signOut();
  throw await faultOf(response);
}

async function sent(path: string, { method = 'GET', ...asked }: Asked): Promise<Response> {
  const { body, contentType = 'application/json', ifMatch, signal } = asked;
  const headers = new Headers();
  if (key.value !== null) headers.set('authorization', `Bearer ${key.value}`);
  if (body !== undefined) headers.set('content-type', contentType);
  if (ifMatch !== undefined) headers.set('if-match', ifMatch);
  const init: RequestInit = { method, headers };
  if (body !== undefined) init.body = typeof body === 'string' ? body : JSON.stringify(body);
  if (signal !== undefined) init.signal = signal;
  try {
    return await fetch(path, init);
  } catch (error) {
    if (signal?.aborted === true) throw error;
    throw new ApiFault(0, 'unreachable', 'Purser does not answer: is it running?');
  }
}

async function faultOf(response: Response): Promise<ApiFault> {
  try {
    const { error } = (await response.json()) as {
      error: { code: string; message: string; param: string | null };
    };
    return new ApiFault(response.status, error.code, error.message, error.param);
  } catch {
    return new ApiFault(response.status, 'unknown', `Purser answered ${response.status}`);
  }
}
