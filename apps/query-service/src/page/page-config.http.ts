import { OpenToAll } from '@daybook/http-door';
import { pageConfigSchema, type PageConfig } from '@daybook/timeline-contracts';
import { Controller, Get, Header } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Config } from '../config.js';

@ApiTags('page')
@OpenToAll()
@Controller('ui/config.json')
export class PageConfigDoor {
  constructor(private readonly config: Config) {}

  @Get()
  @Header('Cache-Control', 'no-cache')
  @ApiOperation({ summary: 'What the web page must know before it has a token' })
  @ApiOkResponse({ description: 'addresses', standardSchema: pageConfigSchema })
  read(): PageConfig {
    return { commandServiceUrl: this.config.commandServicePublicUrl };
  }
}
