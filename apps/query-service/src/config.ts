import { resolve } from 'node:path';
import {
  addressesOrNetworks,
  doorRates,
  portSetting,
  readSettings,
  serviceSettings,
  wholeNumber,
} from '@daybook/http-door';
import { z } from 'zod';

const schema = serviceSettings.extend({
  PORT: portSetting(3102),
  MONGODB_URL: z
    .url({ protocol: /^mongodb(\+srv)?$/ })
    .refine((url) => new URL(url).pathname.length > 1, 'must name the database, e.g. mongodb://host/daybook'),
  COMMAND_SERVICE_URL: z.url({ protocol: /^https?$/ }),
  COMMAND_SERVICE_PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  FEED_TOKEN: z.string().min(1),
  STREAMS_PER_CALLER: wholeNumber(1).default(4_000),
  PAGE_FOLDER: z.string().min(1).optional(),
  PUBLIC_URL: z.url({ protocol: /^https?$/ }).optional(),
  WEBHOOK_SECRET_FILE: z.string().min(1).optional(),
  WEBHOOK_ALLOWED_NETWORKS: addressesOrNetworks.default(''),
});

/** The settings of this service; what each means is in docs/reference/configuration.md. */
export class Config {
  readonly host: string;
  readonly port: number;
  readonly mongodbUrl: string;
  readonly rabbitmqUrl: string;
  /** Where the catch-up feed is. */
  readonly commandServiceUrl: string;
  /** Where browsers find the command-service, without a slash at its end. */
  readonly commandServicePublicUrl: string;
  /** A token with the scope `log:read` for every account. */
  readonly feedToken: string;
  /** Where clients find this API, without a slash at its end; absent, where each of them has asked. */
  readonly publicUrl: string | undefined;
  /** Of the built page; absent, there is none. */
  readonly pageFolder: string | undefined;
  /** Streams that one caller may have open here. */
  readonly streamsPerCaller: number;
  /** Without it there are no webhooks. */
  readonly webhookSecretFile: string | undefined;
  /** Addresses and networks that are not of the public internet, or are asked without TLS, and may be asked. */
  readonly webhookAllowedNetworks: readonly string[];
  readonly tokenKeysFile: string;
  readonly rates: ReturnType<typeof doorRates>;
  readonly trustedProxies: string;
  readonly logLevel: string;

  /** @throws Error that names every variable that is wrong, at once */
  constructor(environment: Record<string, string | undefined>) {
    const settings = readSettings('query-service', schema, environment);
    this.host = settings.HOST;
    this.port = settings.PORT;
    this.mongodbUrl = settings.MONGODB_URL;
    this.rabbitmqUrl = settings.RABBITMQ_URL;
    this.commandServiceUrl = settings.COMMAND_SERVICE_URL.replace(/\/+$/, '');
    this.commandServicePublicUrl =
      settings.COMMAND_SERVICE_PUBLIC_URL?.replace(/\/+$/, '') ?? this.commandServiceUrl;
    this.feedToken = settings.FEED_TOKEN;
    this.publicUrl = settings.PUBLIC_URL?.replace(/\/+$/, '');
    this.pageFolder = settings.PAGE_FOLDER && resolve(settings.PAGE_FOLDER);
    this.streamsPerCaller = settings.STREAMS_PER_CALLER;
    this.webhookSecretFile = settings.WEBHOOK_SECRET_FILE;
    this.webhookAllowedNetworks = settings.WEBHOOK_ALLOWED_NETWORKS.split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '');
    this.tokenKeysFile = settings.TOKEN_JWKS_FILE;
    this.rates = doorRates(settings);
    this.trustedProxies = settings.TRUSTED_PROXIES;
    this.logLevel = settings.LOG_LEVEL;
  }
}
