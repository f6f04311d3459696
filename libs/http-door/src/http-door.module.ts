import { readFileSync } from 'node:fs';
import { TokenVerifier } from '@daybook/access-tokens';
import { APP_GUARD } from '@nestjs/core';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { Doorkeeper, type DoorRates } from './doorkeeper.js';
import { HealthController, Readiness } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';
import { NoQueryGuard } from './no-query.guard.js';

export interface DoorSettings {
  /** JSON Web Key Set with the public Ed25519 keys, read once. */
  readonly tokenKeysFile: string;
  readonly rates: DoorRates;
}

/** Health, metrics and the doorkeeper that asks at every other door for a token. */
@Module({})
export class HttpDoorModule {
  /** @param readiness what this service says of itself; `imports` provide what it needs */
  static register(
    { tokenKeysFile, rates }: DoorSettings,
    readiness: Type<Readiness>,
    imports: DynamicModule[] = [],
  ): DynamicModule {
    return {
      module: HttpDoorModule,
      imports,
      controllers: [HealthController, MetricsController],
      providers: [
        {
          provide: TokenVerifier,
          useFactory: () => new TokenVerifier(JSON.parse(readFileSync(tokenKeysFile, 'utf8'))),
        },
        {
          provide: Doorkeeper,
          useFactory: (verifier: TokenVerifier) => new Doorkeeper(verifier, rates),
          inject: [TokenVerifier],
        },
        { provide: APP_GUARD, useClass: NoQueryGuard },
        { provide: Readiness, useClass: readiness },
      ],
    };
  }
}
