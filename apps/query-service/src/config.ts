import { z } from 'zod';

const schema = z.object({
  HOST: z.string().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(3102),
  MONGODB_URL: z
    .url({ protocol: /^mongodb(\+srv)?$/ })
    .refine((url) => new URL(url).pathname.length > 1, 'must name the database, e.g. mongodb://host/daybook'),
  RABBITMQ_URL: z.url({ protocol: /^amqps?$/ }),
  COMMAND_SERVICE_URL: z.url({ protocol: /^https?$/ }),
  FEED_TOKEN: z.string().min(1),
  TOKEN_JWKS_FILE: z.string().min(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
});

/** The settings of this service; what each means is in docs/reference/configuration.md. */
export class Config {
  readonly host: string;
  readonly port: number;
  readonly mongodbUrl: string;
  readonly rabbitmqUrl: string;
  /** Where the catch-up feed is. */
  readonly commandServiceUrl: string;
  /** A token with the scope `log:read` for every account. */
  readonly feedToken: string;
  readonly tokenKeysFile: string;
  readonly logLevel: string;

  /** @throws Error that names every variable that is wrong, at once */
  constructor(environment: Record<string, string | undefined>) {
    const result = schema.safeParse(environment);
    if (!result.success) {
      const lines = result.error.issues.map(({ path, message }) => `  ${path.join('.')}: ${message}`);
      throw new Error(`query-service can't start with these settings:\n${lines.join('\n')}`);
    }
    const settings = result.data;
    this.host = settings.HOST;
    this.port = settings.PORT;
    this.mongodbUrl = settings.MONGODB_URL;
    this.rabbitmqUrl = settings.RABBITMQ_URL;
    this.commandServiceUrl = settings.COMMAND_SERVICE_URL.replace(/\/+$/, '');
    this.feedToken = settings.FEED_TOKEN;
    this.tokenKeysFile = settings.TOKEN_JWKS_FILE;
    this.logLevel = settings.LOG_LEVEL;
  }
}
