import { z } from 'zod';
import { notFound } from './api-error.js';

const uuid = z.uuid();

/** @throws {ApiError} 404 for what can't be an id: nothing has such a one */
export function idOf(what: 'query' | 'round' | 'plan', text: string): string {
  if (!uuid.safeParse(text).success) throw notFound(what, text, 'id');
  return text.toLowerCase();
}
