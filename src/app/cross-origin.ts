import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import type { Config } from '../platform/config.js';
import { patternOf } from '../platform/http/allowed-methods.js';

const exposedHeaders = [
  'ETag',
  'Link',
  'Location',
  'Retry-After',
  'Content-Disposition',
  'WWW-Authenticate',
  'Idempotency-Replayed',
  'X-Request-Id',
  'RateLimit',
  'RateLimit-Policy',
  'Deprecation',
  'Sunset',
];

const always = {
  exposedHeaders,
  maxAge: 7_200,
  // `answerOptions` ends them.
  preflightContinue: true,
  strictPreflight: false,
};

/** For any page, with nothing that says who asks. */
const forEverybody = {
  ...always,
  origin: '*',
  methods: ['GET', 'HEAD'],
  allowedHeaders: ['Accept-Language', 'If-None-Match', 'X-Request-Id', 'traceparent'],
};

const forFrontends = {
  ...always,
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
  allowedHeaders: [
    'Authorization',
    'Content-Type',
    'Accept-Language',
    'If-Match',
    'If-None-Match',
    'Idempotency-Key',
    'X-Request-Id',
    'traceparent',
  ],
};

/**
 * Which pages of other origins may read what: the frontends of `CORS_ORIGINS` everything that their people may, and any
 * page what is `@Publishable`. Browsers ask before most requests; their questions are answered here too.
 */
export class CrossOrigin {
  private readonly publishable: RegExp[] = [];

  constructor(private readonly config: Pick<Config, 'corsOrigins'>) {}

  /** Call it before routes are added. */
  apply(app: NestFastifyApplication): void {
    const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
    fastify.addHook('onRoute', ({ url, config }) => {
      if (config?.publishable) this.publishable.push(patternOf(url));
    });
    const frontends = { ...forFrontends, origin: this.config.corsOrigins };
    app.enableCors({
      delegator: ({ raw }, answer) => answer(null, this.isOpen(raw) ? forEverybody : frontends),
    });
    fastify.addHook('onRequest', ({ raw }, reply, done) => {
      // The library cannot know that these depend on no origin.
      if (this.isOpen(raw)) reply.removeHeader('vary');
      done();
    });
  }

  /** Whether this is a question that a browser asks, which has its answer in the header fields already. */
  isPreflight({ method, headers, url }: IncomingMessage): boolean {
    if (method !== 'OPTIONS' || headers.origin === undefined) return false;
    if (headers['access-control-request-method'] === undefined) return false;
    return this.config.corsOrigins.length > 0 || this.isPublishable(url);
  }

  /** The header fields of any other answer, as the library would write them. */
  headersFor({ headers: { origin }, url }: IncomingMessage): OutgoingHttpHeaders {
    const exposed = { 'access-control-expose-headers': exposedHeaders.join(', ') };
    if (this.isPublishable(url)) return { ...exposed, 'access-control-allow-origin': '*' };
    const isKnown = origin !== undefined && this.config.corsOrigins.includes(origin);
    return { ...exposed, vary: 'Origin', ...(isKnown && { 'access-control-allow-origin': origin }) };
  }

  /** A frontend asks with its people's tokens, so that its questions are answered as for everything else. */
  private isOpen({ method, headers, url }: IncomingMessage): boolean {
    const isFrontendsQuestion = method === 'OPTIONS' && this.config.corsOrigins.includes(headers.origin ?? '');
    return !isFrontendsQuestion && this.isPublishable(url);
  }

  private isPublishable(url = ''): boolean {
    const path = url.split('?', 1)[0] ?? '';
    return this.publishable.some((pattern) => pattern.test(path));
  }
}
