import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { catchError, type Observable, throwError } from 'rxjs';
import { AppError } from '../errors/refusal.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** What a request beyond the limit is answered unless it succeeds; only a known device comes so far. */
    beyondLimit?: AppError;
  }
}

/** Whatever refuses a request beyond the limit, its answer is that of the limit. */
@Injectable()
export class BeyondLimitInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const { beyondLimit } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!beyondLimit) return next.handle();
    return next
      .handle()
      .pipe(catchError((error: unknown) => throwError(() => (error instanceof AppError ? beyondLimit : error))));
  }
}
