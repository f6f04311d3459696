import { Config } from '../config.js';
import { Checkpoints } from './checkpoints.js';

it.each([import.meta.filename, '/nowhere/key.json'])(
  'names the setting whose file holds no key: %s',
  (file) => {
    const config = new Config({
      POSTGRES_URL: 'postgresql://daybook@127.0.0.1/daybook',
      RABBITMQ_URL: 'amqp://127.0.0.1',
      TOKEN_JWKS_FILE: 'jwks.json',
      CHECKPOINT_KEY_FILE: file,
    });
    expect(() => new Checkpoints(config, { now: () => 0 })).toThrow(`CHECKPOINT_KEY_FILE ${file}: `);
  },
);
