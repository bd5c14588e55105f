import { type CanActivate, type ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA, RouteParamtypes } from '@nestjs/common/internal';
import type { FastifyRequest } from 'fastify';
import { platformRefusals } from '../errors/platform.refusals.js';
import { fieldError, refuse } from '../errors/refusal.js';
import { fieldWords } from './field-words.js';
import { unknownParameter } from './url-guard.js';

/**
 * A route that declares no query takes no parameters, and one that declares no body takes no fields; otherwise a typing
 * error would pass unseen.
 */
export class KnownInputGuard implements CanActivate {
  private readonly kindsByHandler = new WeakMap<object, ReadonlySet<number>>();

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const parameters = Object.keys(request.query ?? {});
    const fields = fieldsOf(request.body);
    if (parameters.length === 0 && fields.length === 0) return true;
    const kinds = this.kindsOf(context);
    if (parameters.length > 0 && !kinds.has(RouteParamtypes.QUERY)) throw unknownParameter(...parameters);
    if (fields.length > 0 && !kinds.has(RouteParamtypes.BODY) && !kinds.has(RouteParamtypes.RAW_BODY)) {
      const { code, key } = fieldWords.whitelistValidation;
      throw refuse(platformRefusals.validation_failed, {
        errors: fields.map((name) => fieldError(code, key, {}, `/${name.slice(0, 60)}`)),
      });
    }
    return true;
  }

  private kindsOf(context: ExecutionContext): ReadonlySet<number> {
    const handler = context.getHandler();
    const known = this.kindsByHandler.get(handler);
    if (known) return known;
    const declared: object = Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), handler.name) ?? {};
    // Nest writes "<kind>:<position>" for each parameter of the handler; decorators of our own get a random name, which
    // may begin with a digit.
    const kinds = new Set(
      Object.keys(declared)
        .filter((key) => /^\d+:\d+$/.test(key))
        .map((key) => Number.parseInt(key, 10)),
    );
    this.kindsByHandler.set(handler, kinds);
    return kinds;
  }
}

function fieldsOf(given: unknown): string[] {
  if (typeof given !== 'object' || given === null || 'pipe' in given) return [];
  return Object.keys(given);
}
