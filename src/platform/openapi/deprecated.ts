import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { OperationObject } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import type { Observable } from 'rxjs';

const DEPRECATED = 'http:deprecated';

interface Deprecation {
  /** The day on which it was said. */
  since: string;
  /** The last day on which this way is sure to stand beside the other one: at least a year later. */
  until: string;
  /** What to call now, in words. */
  instead: string;
}

/** That a route is on its way out: the document says so, and each answer does by header fields that programs read. */
export function Deprecated(deprecation: Deprecation): MethodDecorator {
  const { since, until } = deprecation;
  const [year = '', ...monthAndDay] = since.split('-');
  if (until < [Number(year) + 1, ...monthAndDay].join('-'))
    throw new Error(`Both ways stand for a year: ${until} is too soon after ${since}`);
  return (_target, _name, descriptor: PropertyDescriptor) => {
    Reflect.defineMetadata(DEPRECATED, deprecation, descriptor.value);
  };
}

const deprecationOf = (handler: object): Deprecation | undefined => Reflect.getMetadata(DEPRECATED, handler);

/** Says of an operation that it is on its way out, until when, and what to call instead. */
export function sayDeprecation(operation: OperationObject, handler: object): void {
  const deprecation = deprecationOf(handler);
  if (!deprecation) return;
  const { since, until, instead } = deprecation;
  operation.deprecated = true;
  operation.description = [
    operation.description,
    `Deprecated since ${since}, to be relied on until ${until}. ${instead}`,
  ]
    .filter(Boolean)
    .join('\n\n');
  for (const [status, response] of Object.entries(operation.responses))
    if (response && !('$ref' in response) && Number(status) < 400)
      response.headers = {
        ...response.headers,
        Deprecation: { description: 'Since when it is on its way out (RFC 9745).', schema: { type: 'string' } },
        Sunset: { description: 'Until when it can be relied on (RFC 8594).', schema: { type: 'string' } },
      };
}

/** Says with each answer of a deprecated route since when it is one, and until when it stands. */
@Injectable()
export class DeprecationInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const deprecation = deprecationOf(context.getHandler());
    if (deprecation)
      context
        .switchToHttp()
        .getResponse<FastifyReply>()
        .headers({
          deprecation: `@${Date.parse(deprecation.since) / 1000}`,
          sunset: new Date(`${deprecation.until}T23:59:59Z`).toUTCString(),
        });
    return next.handle();
  }
}
