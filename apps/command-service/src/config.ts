import { z } from 'zod';

const schema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3101),
  LOG_NAME: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 of a-z, 0-9 and -')
    .default('local'),
  POSTGRES_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  RABBITMQ_URL: z.url({ protocol: /^amqps?$/ }),
  TOKEN_JWKS_FILE: z.string().min(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** The settings of this service; what each means is in docs/reference/configuration.md. */
export class Config {
  readonly host: string;
  readonly port: number;
  /** The name of this region's log: stands in every position, so it must never change. */
  readonly logName: string;
  readonly postgresUrl: string;
  readonly rabbitmqUrl: string;
  /** Who this service is to RabbitMQ. */
  readonly rabbitmqUser: string;
  readonly tokenKeysFile: string;
  readonly logLevel: string;

  /** @throws Error that names every variable that is wrong, at once */
  constructor(environment: Record<string, string | undefined>) {
    const result = schema.safeParse(environment);
    if (!result.success) {
      const lines = result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
      throw new Error(`command-service can't start with these settings:\n${lines.join('\n')}`);
    }
    const settings = result.data;
    this.host = settings.HOST;
    this.port = settings.PORT;
    this.logName = settings.LOG_NAME;
    this.postgresUrl = settings.POSTGRES_URL;
    this.rabbitmqUrl = settings.RABBITMQ_URL;
    this.rabbitmqUser = decodeURIComponent(new URL(settings.RABBITMQ_URL).username) || 'guest';
    this.tokenKeysFile = settings.TOKEN_JWKS_FILE;
    this.logLevel = settings.LOG_LEVEL;
  }
}
