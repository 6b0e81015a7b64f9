import { Logger } from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Log } from './log.js';

/** What is written to stderr. */
function written(write: () => void): string {
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  write();
  const text = stderr.mock.calls.map(([chunk]) => String(chunk)).join('');
  stderr.mockRestore();
  return text;
}

describe('the log', () => {
  afterEach(() => Logger.overrideLogger(true));

  it('is an object a line where nobody watches, with the fields beside the message', () => {
    Logger.overrideLogger(new Log({ LOG_LEVEL: 'warn', LOG_FORMAT: undefined }, false));
    const line = written(() => new Logger('Outbox').warn('not sent', { round_id: 'r-1' }));
    expect(JSON.parse(line)).toMatchObject({
      level: 'warn',
      context: 'Outbox',
      message: 'not sent',
      round_id: 'r-1',
    });
    expect(line.trimEnd()).not.toContain('\n');
  });

  it('is for people on a terminal', () => {
    Logger.overrideLogger(new Log({ LOG_LEVEL: 'warn', LOG_FORMAT: undefined }, true));
    expect(written(() => new Logger('Outbox').warn('not sent'))).toMatch(/WARN.*not sent/);
  });

  it('leaves out what is below its level', () => {
    Logger.overrideLogger(new Log({ LOG_LEVEL: 'error', LOG_FORMAT: 'json' }, false));
    expect(written(() => new Logger('Outbox').warn('not sent'))).toBe('');
  });

  it("tells an error without the row that PostgreSQL's own words repeat", () => {
    Logger.overrideLogger(new Log({ LOG_LEVEL: 'error', LOG_FORMAT: 'json' }, false));
    const error = Object.assign(new Error('violates check constraint "calls_check"'), {
      code: '23514',
      detail: 'Failing row contains (what a user asked)',
      parameters: ['what a user asked'],
    });
    const line = written(() => new Logger('Http').error('POST /v1/queries', error));
    expect(line).not.toContain('what a user asked');
    expect(JSON.parse(line)).toMatchObject({ error: { message: error.message, code: '23514' } });
  });
});
