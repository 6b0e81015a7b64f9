import { describe, expect, it } from 'vitest';
import { cloudEnvironment, localServerEnvironment, simulatorEnvironment } from './environments.js';

const own = {
  PATH: '/usr/bin',
  OPENAI_API_KEY: 'key',
  DATABASE_URL: 'postgres://owner:secret@db/purser',
  PGPASSWORD: 'secret',
  PORT: '1',
};
const url = 'postgres://owner:secret@db:5432/purser';

describe('what each process is told', () => {
  it('the cloud sees the database and no key of a provider', () => {
    const place = { configPath: '/c', adminKeyPath: '/k', secretKey: 'sign', host: 'h', port: 2 };
    const needs = { databaseUrl: url, queuePassword: 'pw', ...place };
    expect(cloudEnvironment({ ...own, PURSER_API_KEY: 'purser_x' }, needs)).toEqual({
      PATH: '/usr/bin',
      DATABASE_URL: url,
      QUEUE_ROLE_PASSWORD: 'pw',
      PURSER_CONFIG: '/c',
      PURSER_ADMIN_KEY_FILE: '/k',
      PURSER_SECRET_KEY: 'sign',
      HOST: 'h',
      PORT: '2',
    });
  });

  it('a local-server sees the keys and, by a role of its own, the queue', () => {
    expect(localServerEnvironment(own, url, 'pw')).toEqual({
      PATH: '/usr/bin',
      OPENAI_API_KEY: 'key',
      QUEUE_DATABASE_URL: 'postgres://purser_local_server:pw@db:5432/purser',
    });
  });

  it('a local-server whose queue is on Redis sees no database', () => {
    const redis = { ...own, REDIS_URL: 'redis://r' };
    expect(localServerEnvironment(redis, url, 'pw')).toEqual({
      PATH: '/usr/bin',
      OPENAI_API_KEY: 'key',
      REDIS_URL: 'redis://r',
    });
  });

  it('the simulator sees no secret', () => {
    expect(simulatorEnvironment({ ...own, REDIS_URL: 'redis://:pw@r' })).toEqual({
      PATH: '/usr/bin',
    });
  });
});
