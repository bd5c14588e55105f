import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { hash } from 'node:crypto';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { JsonText } from '../database/json-text.js';
import { boundCursor } from '../http/bound-cursor.js';
import { tagOf, varyBy } from '../http/etag.js';
import { nextLink } from '../http/pagination.js';
import { KeptAnswers } from './kept-answers.js';
import type { PublicAnswer } from './shelf.js';

/** Below this, compressing gains nothing. */
const leastToZip = 1_000;

/** Answers a public route out of what is kept, and keeps what it answers, under a hash of what was asked for. */
@Injectable()
export class KeptUntilChangedInterceptor implements NestInterceptor {
  constructor(private readonly kept: KeptAnswers) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const http = context.switchToHttp();
    const request = http.getRequest<FastifyRequest>();
    if (request.actor) throw new Error('What is kept for everybody is answered without knowing who asks');
    return from(this.send(request, http.getResponse<FastifyReply>(), next));
  }

  private async send(request: FastifyRequest, reply: FastifyReply, next: CallHandler): Promise<Buffer> {
    const key = hash('sha256', request.url, 'base64url');
    const answer = await this.kept.answer(key, async () => publicAnswer(await lastValueFrom(next.handle()), request));
    const mayZip = answer.body.length >= leastToZip;
    const zips = mayZip && request.encoding(['gzip', 'identity']) === 'gzip';
    reply.type('application/json; charset=utf-8').header('etag', zips ? `W/${answer.tag}` : answer.tag);
    if (mayZip) varyBy(reply, 'Accept-Encoding');
    if (zips) reply.header('content-encoding', 'gzip');
    if (answer.link !== undefined) reply.header('link', answer.link);
    return zips ? answer.zipped() : answer.body;
  }
}

/** As the adapter sends it. */
function publicAnswer(given: object, request: FastifyRequest): PublicAnswer {
  const json = given instanceof JsonText ? given : JsonText.written(given);
  let link: string | undefined;
  const text = json.textWith((cursor) => {
    const next = boundCursor(cursor, request);
    link = nextLink(request.url, next);
    return next;
  });
  return { body: Buffer.from(text), tag: tagOf(text, json.version), link, until: json.until };
}
