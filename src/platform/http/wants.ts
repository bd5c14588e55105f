import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { varyBy } from './etag.js';

/** How addresses end that answer in one form other than JSON. */
export const endings: Readonly<Record<string, string>> = { csv: 'text/csv', pdf: 'application/pdf', html: 'text/html' };

/** The media type that an address or route says by its ending, as `/ce-ledger.csv`. */
export const typeByEnding = (path: string): string | undefined => endings[/\.(\w+)$/.exec(path)?.[1] ?? ''];

/**
 * `@Wants('application/pdf') pdf: boolean`: whether the caller would rather have this media type than JSON, as the
 * ending of the route says or else Accept. Without either, the answer is JSON.
 */
export const Wants = createParamDecorator((type: string, context: ExecutionContext): boolean => {
  const http = context.switchToHttp();
  const said = typeByEnding(http.getRequest<FastifyRequest>().routeOptions.url ?? '');
  if (said !== undefined) return said === type;
  varyBy(http.getResponse<FastifyReply>(), 'Accept');
  return http.getRequest<FastifyRequest>().type(['application/json', type]) === type;
});
