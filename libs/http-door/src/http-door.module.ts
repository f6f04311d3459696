import { readFileSync } from 'node:fs';
import { TokenVerifier } from '@daybook/access-tokens';
import { Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AccessGuard } from './access.guard.js';
import { HealthController, Readiness } from './health.controller.js';
import { MetricsController } from './metrics.controller.js';

/** Health, metrics and the guard that asks every other door for a token. */
@Module({})
export class HttpDoorModule {
  /**
   * @param tokenKeysFile JSON Web Key Set with the public Ed25519 keys, read once
   * @param readiness what this service says of itself; `imports` provide what it needs
   */
  static register(
    tokenKeysFile: string,
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
        { provide: APP_GUARD, useClass: AccessGuard },
        { provide: Readiness, useClass: readiness },
      ],
    };
  }
}
