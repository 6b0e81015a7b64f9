import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readEnvironment } from './environment.js';

const schema = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres$/, error: 'must be postgres://…' }),
  PORT: z.coerce.number().int().min(1).max(65_535).default(8080),
});

describe('the environment', () => {
  it('is read with its defaults; an empty variable is not set', () => {
    const env = { DATABASE_URL: 'postgres://localhost/purser', PORT: '', HOME: '/root' };
    expect(readEnvironment(schema, env)).toEqual({
      DATABASE_URL: 'postgres://localhost/purser',
      PORT: 8080,
    });
  });

  it('is refused with every fault at once, and no value', () => {
    const env = { DATABASE_URL: 'mysql://root:secret@localhost', PORT: '70000' };
    const read = () => readEnvironment(schema, env);
    expect(read).toThrow('the environment is refused:');
    expect(read).toThrow('  - DATABASE_URL: must be postgres://…\n  - PORT: must be at most 65535');
    expect(read).not.toThrow('secret');
  });

  it('says what is missing', () => {
    expect(() => readEnvironment(schema, {})).toThrow('DATABASE_URL: is missing');
  });

  it('says that a number is needed', () => {
    const env = { DATABASE_URL: 'postgres://localhost/purser', PORT: 'http' };
    expect(() => readEnvironment(schema, env)).toThrow('PORT: must be a number');
  });
});
