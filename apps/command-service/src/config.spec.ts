import { Config } from './config.js';

const complete = {
  POSTGRES_URL: 'postgresql://daybook@127.0.0.1/daybook',
  RABBITMQ_URL: 'amqp://127.0.0.1',
  TOKEN_JWKS_FILE: 'jwks.json',
};

describe('Config', () => {
  it('binds to loopback unless told otherwise', () => {
    expect(new Config(complete)).toMatchObject({
      host: '127.0.0.1',
      port: 3101,
      logName: 'local',
      logLevel: 'info',
      checkpointKeyFile: undefined,
      checkpointSeconds: 60,
      pageOrigins: [],
    });
  });

  it('names every variable that is wrong, at once', () => {
    const wrong = {
      ...{ POSTGRES_URL: 'mysql://x', LOG_NAME: 'Not A Slug', PORT: '99999', LOG_LEVEL: 'loud' },
      ...{ CHECKPOINT_KEY_FILE: '', CHECKPOINT_SECONDS: '0', PAGE_ORIGINS: 'http://a.example/ui' },
    };
    const message = (() => {
      try {
        return new Config(wrong) && 'accepted';
      } catch (error) {
        return (error as Error).message;
      }
    })();
    for (const name of [...Object.keys(wrong), 'RABBITMQ_URL', 'TOKEN_JWKS_FILE'])
      expect(message).toContain(`${name}:`);
  });
});
