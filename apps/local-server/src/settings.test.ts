import { describe, expect, it } from 'vitest';
import { settingsFrom } from './settings.js';

describe('the settings of a local-server', () => {
  it('take the keys of all providers, by the names of their variables', () => {
    const { apiKeys } = settingsFrom({
      REDIS_URL: 'redis://localhost:6379',
      OPENAI_API_KEY: 'sk-1',
      OTHER_API_KEY: ' sk-2\n',
      AWS_SECRET: 'no key of a provider',
    });
    expect([...apiKeys]).toEqual([
      ['OPENAI_API_KEY', 'sk-1'],
      ['OTHER_API_KEY', 'sk-2'],
    ]);
  });

  it('find the queue on Redis where it is given, and on PostgreSQL otherwise', () => {
    const postgres = { QUEUE_DATABASE_URL: 'postgres://worker@localhost/purser' };
    expect(settingsFrom(postgres)).toMatchObject({
      queue: { backend: 'postgres', url: postgres.QUEUE_DATABASE_URL },
      concurrentCalls: 512,
      heldBytes: 64 * 1024 * 1024,
      health: undefined,
    });
    const both = { ...postgres, REDIS_URL: 'rediss://cache:6379' };
    expect(settingsFrom(both).queue).toEqual({ backend: 'redis', url: 'rediss://cache:6379' });
  });

  it('are refused with every fault at once, and without a value', () => {
    const read = () =>
      settingsFrom({
        LOCAL_SERVER_CONCURRENT_CALLS: '0',
        LOCAL_SERVER_HEALTH_PORT: 'eighty',
      });
    for (const fault of [
      /- REDIS_URL: is missing, and so is QUEUE_DATABASE_URL/,
      /- LOCAL_SERVER_CONCURRENT_CALLS: must be at least 1/,
      /- LOCAL_SERVER_HEALTH_PORT: .*must be a number/,
    ]) {
      expect(read).toThrow(fault);
    }
    const wrong = () => settingsFrom({ REDIS_URL: 'http://user:secret@host' });
    expect(wrong).not.toThrow('secret');
    expect(wrong).toThrow(/REDIS_URL: must be redis:\/\/… or rediss:\/\/…$/);
  });
});
