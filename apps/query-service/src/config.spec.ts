import { Config } from './config.js';

const GOOD = {
  MONGODB_URL: 'mongodb://127.0.0.1:27017/daybook?directConnection=true',
  RABBITMQ_URL: 'amqp://guest:guest@127.0.0.1:5672',
  COMMAND_SERVICE_URL: 'http://127.0.0.1:3101/',
  FEED_TOKEN: 'token',
  TOKEN_JWKS_FILE: '/keys.json',
};

describe('Config', () => {
  it('has defaults for all that is not an address or a secret', () => {
    expect(new Config(GOOD)).toMatchObject({
      host: '127.0.0.1',
      port: 3102,
      commandServiceUrl: 'http://127.0.0.1:3101',
      commandServicePublicUrl: 'http://127.0.0.1:3101',
      logLevel: 'info',
    });
  });

  it('names every variable that is wrong, at once', () => {
    const build = () => new Config({ ...GOOD, PORT: 'x', MONGODB_URL: 'mongodb://host', FEED_TOKEN: '' });
    expect(build).toThrow(/PORT[\s\S]*MONGODB_URL: must name the database[\s\S]*FEED_TOKEN/);
  });
});
