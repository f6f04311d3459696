import { portSetting, readSettings, serviceSettings } from './settings.js';

const schema = serviceSettings.extend({ PORT: portSetting(3_000) });
const complete = { RABBITMQ_URL: 'amqps://broker', TOKEN_JWKS_FILE: 'jwks.json' };
const read = (environment: Record<string, string | undefined>) =>
  readSettings('a-service', schema, environment);

describe('readSettings', () => {
  it('has defaults for all that can have one', () => {
    expect(read(complete)).toStrictEqual({
      ...complete,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      PORT: 3_000,
      RATE_LIMIT_REFUSED_TOKENS: 100,
      RATE_LIMIT_REQUESTS: 100_000,
      RATE_LIMIT_SECONDS: 10,
      TRUSTED_PROXIES: '',
    });
  });

  it.each([
    ['PORT', ''],
    ['PORT', '-1'],
    ['PORT', '65536'],
    ['PORT', '80.5'],
    ['PORT', 'http'],
    ['HOST', ''],
    ['RABBITMQ_URL', 'http://broker'],
    ['RABBITMQ_URL', undefined],
    ['TOKEN_JWKS_FILE', ''],
    ['LOG_LEVEL', 'INFO'],
    ['RATE_LIMIT_REQUESTS', ''],
    ['RATE_LIMIT_SECONDS', '0'],
    ['TRUSTED_PROXIES', 'the proxy'],
  ])('names %s when it is %j', (name, value) => {
    expect(() => read({ ...complete, [name]: value })).toThrow(`a-service can't start`);
    expect(() => read({ ...complete, [name]: value })).toThrow(`  ${name}: `);
  });

  it('never prints the value, which may hold a password', () => {
    const secret = { ...complete, RABBITMQ_URL: 'ampq://user:hunter2@broker' };
    expect(() => read(secret)).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('hunter2') }),
    );
  });
});
