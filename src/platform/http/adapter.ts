import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyHttpOptions, FastifyReply, FastifyRequest } from 'fastify';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Config } from '../config.js';
import { frameworkRefusal } from '../errors/framework-faults.js';
import { platformRefusals, usualBodyLimit } from '../errors/platform.refusals.js';
import { problemOf } from '../errors/problem.js';
import { refuse } from '../errors/refusal.js';
import { acceptBodies } from './bodies.js';
import { answerBrokenConnection } from './broken-connection.js';
import { sendVersion } from './etag.js';
import { JsonText } from '../database/json-text.js';
import { boundCursor } from './bound-cursor.js';
import { nextLink } from './pagination.js';
import { requestIdFor } from '../logging/request-id.js';
import { applyBodyLimits } from './route-settings.js';

/** Fastify as this API uses it; the same for the process and for tests. */
export function newAdapter(config: Pick<Config, 'TRUSTED_PROXY_HOPS'>): EdgeAdapter {
  const hops = config.TRUSTED_PROXY_HOPS;
  const options: FastifyHttpOptions<Server> & { skipMiddie: boolean } = {
    logger: false,
    bodyLimit: usualBodyLimit,
    // A function, because Fastify no longer trusts anybody when it is given a number.
    trustProxy: hops === 0 ? false : (_address: string, hop: number) => hop < hops,
    genReqId: requestIdFor,
    requestIdHeader: false,
    // Node looks at these two only as often as connectionsCheckingInterval says.
    requestTimeout: 30_000,
    http: { headersTimeout: 10_000, connectionsCheckingInterval: 2_000 },
    // Whoever takes nothing of their answer for so long is gone; nothing that the API does takes as long.
    connectionTimeout: 120_000,
    // While closing, what still arrives on an open connection is answered normally, and the connection is closed after
    // it.
    return503OnClosing: false,
    clientErrorHandler: answerBrokenConnection,
    skipMiddie: true,
  };
  return new EdgeAdapter(options);
}

type SecurityHook = Parameters<FastifyAdapter['registerSecurityHook']>[0];

/** They are the same for every request. */
function headersSetBy(hook: SecurityHook, request: FastifyRequest | IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  hook(request as FastifyRequest, {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => undefined,
  });
  return headers;
}

/** Nest's adapter, which also looks at what a controller returned before it becomes text. */
export class EdgeAdapter extends FastifyAdapter {
  constructor(options: FastifyHttpOptions<Server>) {
    super({
      ...options,
      frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) => {
        const problem = problemOf(frameworkRefusal(error) ?? refuse(platformRefusals.bad_request), request.id);
        this.protect?.(request, reply.raw);
        reply.raw.once('close', () => this.onBadAddress?.(reply));
        void reply
          .code(problem.status)
          .headers({ ...problem.headers, 'x-request-id': request.id })
          .send(JSON.stringify(problem.body));
      },
    });
    const fastify = this.getInstance();
    acceptBodies(fastify);
    applyBodyLimits(fastify);
  }

  /** The router refuses an unreadable address before any hook runs; what hooks do otherwise is done there. */
  onBadAddress?: (reply: FastifyReply) => void;
  private protect?: SecurityHook;
  private securityHeaders?: Record<string, string>;

  /**
   * Nest would set these headers one by one on Node's response, which then merges Fastify's into them; Fastify alone
   * writes all at once.
   */
  override registerSecurityHook(hook: SecurityHook): void {
    this.protect = hook;
    this.getInstance().addHook('onSend', (request, reply, payload, done) => {
      // A page with a policy of its own keeps it.
      const policy = reply.getHeader('content-security-policy');
      reply.headers(this.protectionOf(request));
      if (policy !== undefined) reply.header('content-security-policy', policy);
      done(null, payload);
    });
  }

  /** The security headers that every answer has. */
  protectionOf(request: FastifyRequest | IncomingMessage): Readonly<Record<string, string>> {
    return (this.securityHeaders ??= this.protect ? headersSetBy(this.protect, request) : {});
  }

  /** Bodies come in through the guard of JSON only. */
  override registerParserMiddleware(): void {}

  override reply(response: FastifyReply | ServerResponse, body: unknown, statusCode?: number) {
    if (!('request' in response)) return super.reply(response, body, statusCode);
    if (body instanceof JsonText) {
      if (body.version !== undefined) sendVersion(response, body.version);
      const text = body.textWith((next) => this.sendNext(response, next));
      return super.reply(response.type('application/json; charset=utf-8'), text, statusCode);
    }
    if (typeof body === 'object' && body !== null) {
      if ('version' in body && Number.isInteger(body.version)) sendVersion(response, Number(body.version));
      if ('items' in body && 'next' in body && typeof body.next === 'string') {
        const next = this.sendNext(response, body.next);
        return super.reply(response, { ...body, next }, statusCode);
      }
    }
    return super.reply(response, body, statusCode);
  }

  /** The cursor of the next page for whoever asked, also told as a link. */
  private sendNext(response: FastifyReply, cursor: string): string {
    const next = boundCursor(cursor, response.request);
    response.header('link', nextLink(response.request.url, next));
    return next;
  }
}
