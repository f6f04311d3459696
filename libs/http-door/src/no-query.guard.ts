import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/internal';
import type { FastifyRequest } from 'fastify';
import { accessOf } from './doorkeeper.js';
import { unknownParameter } from './request-schema.pipe.js';

/**
 * A door that reads no query takes none; one that does names what it takes in a schema. Health and metrics take
 * whatever a load balancer or a scraper adds.
 */
@Injectable()
export class NoQueryGuard implements CanActivate {
  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const [sent] = Object.keys(request.query as object);
    if (sent === undefined || readsQuery(context)) return true;
    const { openToAll, unlimited } = accessOf(request);
    if (openToAll || unlimited) return true;
    throw unknownParameter(sent);
  }
}

function readsQuery(context: ExecutionContext): boolean {
  const read = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) as
    object | undefined;
  return Object.keys(read ?? {}).some((key) => key.startsWith(`${RouteParamtypes.QUERY}:`));
}
