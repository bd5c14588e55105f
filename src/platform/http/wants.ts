import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/**
 * `@Wants('application/pdf') pdf: boolean`: whether the caller names this media type in Accept. Without it, the answer
 * is JSON.
 */
export const Wants = createParamDecorator((type: string, context: ExecutionContext): boolean => {
  const { accept = '' } = context.switchToHttp().getRequest<FastifyRequest>().headers;
  return accept.split(',').some((each) => each.split(';')[0]?.trim().toLowerCase() === type);
});
