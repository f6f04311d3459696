import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { HttpProblem, OpenToAll } from '@daybook/http-door';
import fastifyStatic from '@fastify/static';
import { Controller, Get, Param, Req, Res, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Config } from '../config.js';

/** Under which the page lies; `/incidents` and its like are paths of PagerDuty's API. */
const BASE = '/ui/';
const YEAR_MS = 365 * 24 * 3_600_000;

/**
 * The built page of apps/web. It holds no data and so needs no token: what it shows, it asks of the API, with the token
 * of whoever looks.
 */
@ApiExcludeController()
@OpenToAll()
@Controller()
export class PageDoor implements OnModuleInit {
  readonly #headers: Readonly<Record<string, string>>;

  constructor(
    private readonly config: Config,
    private readonly host: HttpAdapterHost,
  ) {
    this.#headers = pageHeaders(config.commandServicePublicUrl);
  }

  /** @throws Error where the page was not built */
  onModuleInit(): void {
    const folder = this.config.pageFolder;
    if (folder !== undefined && !existsSync(join(folder, 'index.html')))
      throw new Error(
        `PAGE_FOLDER: there is no index.html in ${folder}: build the page with \`npm run build\``,
      );
    const fastify = this.host.httpAdapter.getInstance<FastifyInstance>();
    // Not waited for: Fastify would begin to load, before Nest has told it how errors are answered.
    void fastify.register(fastifyStatic, { serve: false, preCompressed: true, dotfiles: 'ignore' });
  }

  /** Whoever enters the bare address in a browser means the page; a program is told that there is nothing. */
  @Get()
  enter(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (this.config.pageFolder === undefined || !takesHtml(request)) throw nothingAt(request);
    void reply.redirect(BASE, 302);
  }

  /** Named by their content: what was loaded once is never asked for again. */
  @Get('ui/assets/*')
  asset(@Param('*') name: string, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.#send(request, reply, `assets/${name}`, { maxAge: YEAR_MS, immutable: true });
  }

  @Get('ui/favicon.svg')
  icon(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    this.#send(request, reply, 'favicon.svg', { maxAge: '1d' });
  }

  /** Every path of the page is the same document: which one it is, the document itself reads from its address. */
  @Get(['ui', 'ui/*'])
  document(@Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    if (!takesHtml(request)) throw nothingAt(request);
    void reply.header('Cache-Control', 'no-cache');
    this.#send(request, reply, 'index.html', { cacheControl: false });
  }

  #send(
    request: FastifyRequest,
    reply: FastifyReply,
    file: string,
    options: fastifyStatic.SendOptions,
  ): void {
    const root = this.config.pageFolder;
    if (root === undefined) throw nothingAt(request);
    void reply.headers(this.#headers).sendFile(file, root, options);
  }
}

/** Scripts and styles come from files of the page alone, and what they read goes nowhere but to the two services. */
function pageHeaders(commandServiceUrl: string): Record<string, string> {
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    `connect-src 'self' ${new URL(commandServiceUrl).origin}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ];
  return {
    'Content-Security-Policy': policy.join('; '),
    'X-Content-Type-Options': 'nosniff',
    'Referrer-Policy': 'no-referrer',
    'Cross-Origin-Opener-Policy': 'same-origin',
    'Cross-Origin-Resource-Policy': 'same-origin',
  };
}

// `*/*` alone is what programs send: a browser that opens a page names HTML.
function takesHtml({ headers }: FastifyRequest): boolean {
  return headers.accept?.includes('text/html') ?? false;
}

function nothingAt(request: FastifyRequest): HttpProblem {
  return new HttpProblem(404, 'not_found', `there is nothing at ${request.url.split('?', 1)[0]!}`);
}
