import {
  doorRates,
  originsSetting,
  portSetting,
  readSettings,
  serviceSettings,
  wholeNumber,
} from '@daybook/http-door';
import { z } from 'zod';

const schema = serviceSettings.extend({
  PORT: portSetting(3101),
  LOG_NAME: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,31}$/, 'must be 1 to 32 of a-z, 0-9 and -')
    .default('local'),
  CHECKPOINT_KEY_FILE: z.string().min(1).optional(),
  CHECKPOINT_SECONDS: z
    .string()
    .regex(/^[1-9]\d{0,5}$/, 'must be a whole number of seconds from 1 on')
    .default('60')
    .transform(Number),
  ROUTING_KEY_SECRET_FILE: z.string().min(1).optional(),
  PAGERDUTY_WEBHOOK_SECRETS_FILE: z.string().min(1).optional(),
  PAGE_ORIGINS: originsSetting.default([]),
  POSTGRES_URL: z.url({ protocol: /^postgres(ql)?$/ }),
  RATE_LIMIT_ENTRIES: wholeNumber(0).default(200_000),
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
  /** `entries` as the others: what one caller may send in a window, 0 for any number. */
  readonly rates: ReturnType<typeof doorRates> & { readonly entries: number };
  readonly trustedProxies: string;
  readonly logLevel: string;
  /** Of pages that may ask this service from within a browser. */
  readonly pageOrigins: readonly string[];
  /** Private Ed25519 JWK; undefined: checkpoints are not signed. */
  readonly checkpointKeyFile: string | undefined;
  readonly checkpointSeconds: number;
  /** 64 hexadecimal digits; undefined: there are no routing keys. */
  readonly routingKeySecretFile: string | undefined;
  /** Secrets of webhook subscriptions by account; undefined: no webhook is believed. */
  readonly pagerDutyWebhookSecretsFile: string | undefined;

  /** @throws Error that names every variable that is wrong, at once */
  constructor(environment: Record<string, string | undefined>) {
    const settings = readSettings('command-service', schema, environment);
    this.host = settings.HOST;
    this.port = settings.PORT;
    this.logName = settings.LOG_NAME;
    this.postgresUrl = settings.POSTGRES_URL;
    this.rabbitmqUrl = settings.RABBITMQ_URL;
    this.rabbitmqUser = decodeURIComponent(new URL(settings.RABBITMQ_URL).username) || 'guest';
    this.tokenKeysFile = settings.TOKEN_JWKS_FILE;
    this.rates = { ...doorRates(settings), entries: settings.RATE_LIMIT_ENTRIES };
    this.trustedProxies = settings.TRUSTED_PROXIES;
    this.logLevel = settings.LOG_LEVEL;
    this.pageOrigins = settings.PAGE_ORIGINS;
    this.checkpointKeyFile = settings.CHECKPOINT_KEY_FILE;
    this.checkpointSeconds = settings.CHECKPOINT_SECONDS;
    this.routingKeySecretFile = settings.ROUTING_KEY_SECRET_FILE;
    this.pagerDutyWebhookSecretsFile = settings.PAGERDUTY_WEBHOOK_SECRETS_FILE;
  }
}
