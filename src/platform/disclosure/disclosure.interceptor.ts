import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { catchError, from, mergeMap, type Observable, throwError } from 'rxjs';
import { DISCLOSES, type Disclosure } from './personal-record.js';
import { idsDisclosed } from './record-ids.js';
import { DisclosureLogService } from './disclosure-log.service.js';

/** Writes down who reads whose record, between the answer and its sending. */
@Injectable()
export class DisclosureInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly disclosureLog: DisclosureLogService,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const disclosure = this.reflector.get<Disclosure>(DISCLOSES, context.getHandler());
    return next.handle().pipe(
      catchError((error: unknown) =>
        from(this.disclosureLog.refusedWith(error, request, disclosure)).pipe(mergeMap(() => throwError(() => error))),
      ),
      mergeMap(async (answer: unknown) => {
        await this.disclosed(request, disclosure, answer);
        return answer;
      }),
    );
  }

  private async disclosed(
    request: FastifyRequest,
    { record, ids, onlyReplays }: Disclosure,
    answer: unknown,
  ): Promise<void> {
    const recordedElsewhere = ids !== undefined && 'ownRecording' in ids;
    if (recordedElsewhere || !request.actor || (onlyReplays && !request.actor.call.replayed)) return;
    await this.disclosureLog.ofRecords(request.actor, record, 'read', idsDisclosed(answer, request, ids));
  }
}
