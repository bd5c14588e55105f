import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { varyBy } from './etag.js';

/**
 * `@Wants('application/pdf') pdf: boolean`: whether the caller would rather have this media type than JSON, as Accept
 * says. Without it, the answer is JSON.
 */
export const Wants = createParamDecorator((type: string, context: ExecutionContext): boolean => {
  const http = context.switchToHttp();
  varyBy(http.getResponse<FastifyReply>(), 'Accept');
  return http.getRequest<FastifyRequest>().type(['application/json', type]) === type;
});
