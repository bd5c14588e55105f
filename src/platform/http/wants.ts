import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/**
 * `@Wants('application/pdf') pdf: boolean`: whether the caller would rather have this media type than JSON, as Accept
 * says. Without it, the answer is JSON.
 */
export const Wants = createParamDecorator(
  (type: string, context: ExecutionContext): boolean =>
    context.switchToHttp().getRequest<FastifyRequest>().type(['application/json', type]) === type,
);
