import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { catchError, from, mergeMap, type Observable, throwError } from 'rxjs';
import type { Actor } from '../actor.js';
import { JsonText } from '../database/json-text.js';
import { nameIn, Names } from '../names/names.js';
import { placesOfNames } from '../names/places-of-names.js';
import { DISCLOSES, type Disclosure } from './personal-record.js';
import { contentIn, idsDisclosed } from './record-ids.js';
import { DisclosureLogService } from './disclosure-log.service.js';

/**
 * Between every answer and its sending: puts the names beside the ids that its reader may be told (BR-190), and writes
 * down, in one row, whose records and whose names they read.
 */
@Injectable()
export class DisclosureInterceptor implements NestInterceptor {
  constructor(
    private readonly reflector: Reflector,
    private readonly disclosureLog: DisclosureLogService,
    private readonly names: Names,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const { actor } = request;
    if (!actor) return next.handle();
    const disclosure = this.reflector.get<Disclosure | undefined>(DISCLOSES, context.getHandler());
    return next.handle().pipe(
      catchError((error: unknown) =>
        from(this.disclosureLog.refusedWith(error, request, disclosure)).pipe(mergeMap(() => throwError(() => error))),
      ),
      mergeMap(async (given: unknown) => {
        const { answer, named } = await this.withNames(actor, context, given);
        await this.disclosed(actor, request, disclosure, answer, named);
        return answer;
      }),
    );
  }

  /** The answer with its names, and the ids of the people among them. */
  private async withNames(
    actor: Actor,
    context: ExecutionContext,
    answer: unknown,
  ): Promise<{ answer: unknown; named: string[] }> {
    const places = placesOfNames(context.getHandler());
    if (places.kinds.size === 0) return { answer, named: [] };
    if (!(answer instanceof JsonText))
      return { answer, named: await nameIn(this.names, actor, places, contentIn(answer)) };
    // What Postgres wrote says null where a name would be; it is opened only for those who might be told one.
    if (![...this.names.kindsFor(actor)].some((kind) => places.kinds.has(kind))) return { answer, named: [] };
    const content = answer.parsed();
    const named = await nameIn(this.names, actor, places, content);
    return { answer: answer.saying(content), named };
  }

  private async disclosed(
    actor: Actor,
    request: FastifyRequest,
    disclosure: Disclosure | undefined,
    answer: unknown,
    named: string[],
  ): Promise<void> {
    const recordedElsewhere = disclosure?.ids !== undefined && 'ownRecording' in disclosure.ids;
    const changes = disclosure?.onlyReplays && !actor.call.replayed;
    if (disclosure && !recordedElsewhere && !changes) {
      const ids = idsDisclosed(answer, request, disclosure.ids);
      return this.disclosureLog.ofRecords(actor, disclosure.record, 'read', ids, named);
    }
    if (named.length === 0) return;
    const changed = disclosure && changes ? idsDisclosed(answer, request, disclosure.ids) : undefined;
    await this.disclosureLog.ofNames(actor, this.names.reading, named, changed && disclosure?.record, changed);
  }
}
