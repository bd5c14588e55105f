import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hash } from 'node:crypto';
import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';

const versions = new WeakMap<FastifyReply, number>();

/** Remembers which version of a single item is being sent. */
export function sendVersion(reply: FastifyReply, version: number): void {
  versions.set(reply, version);
}

/**
 * Gives single items a strong ETag `"<version>-<hash of the answer>"`: the hash changes with everything that the person
 * sees, the version alone is what If-Match compares. Whatever else can be read gets one of its hash, so that asking
 * again costs 304 and no body. Answers are `no-store` unless the route is `@Cacheable`: clients keep the tag, not the
 * browser.
 */
export function tagAnswers(fastify: FastifyInstance): void {
  fastify.addHook('onSend', (request, reply, payload, done) => {
    const cacheSeconds = reply.statusCode === 200 ? request.routeOptions.config.cacheSeconds : undefined;
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', cacheControl(request, cacheSeconds));
    if (reply.statusCode >= 300) return done(null, payload);

    const version = versions.get(reply);
    const isRead = reply.statusCode === 200 && (request.method === 'GET' || request.method === 'HEAD');
    if (typeof payload === 'string' && (version !== undefined || isRead)) reply.header('etag', tagOf(payload, version));

    if (!isUnchanged(request, reply)) return done(null, payload);
    reply.code(304).removeHeader('content-type').removeHeader('content-length').removeHeader('content-encoding');
    done(null, null);
  });
}

/**
 * The version that the caller saw, from If-Match. Only the version part of an ETag counts, in the weak form too, which
 * proxies make that compress an answer. Of a list of tags the one that is ours counts.
 */
export function requireVersion(request: Pick<FastifyRequest, 'headers'>): number {
  const given = request.headers['if-match']?.trim();
  if (given === undefined || given === '' || given === '*') throw refuse(platformRefusals.precondition_required);
  const ours = given.split(',').flatMap((tag) => /^(?:W\/)?"(\d{1,9})(?:-[\w-]*)?"$/.exec(tag.trim())?.[1] ?? []);
  const [version] = ours;
  if (version === undefined || ours.some((each) => each !== version)) throw refuse(platformRefusals.stale);
  return Number(version);
}

/**
 * `@IfMatch() expected: number`: 428 without If-Match (or with `*`, which would overwrite anything), 412 for a foreign
 * tag.
 */
export const IfMatch = (): ParameterDecorator => (target, handler, position) => {
  ExpectedVersion()(target, handler, position);
  if (handler === undefined) return;
  ApiHeader({
    name: 'If-Match',
    required: true,
    description: 'The ETag that came with the item, so that nobody overwrites what they have not seen.',
  })(target, handler, Object.getOwnPropertyDescriptor(target, handler) ?? {});
};

const ExpectedVersion = createParamDecorator((_: unknown, context: ExecutionContext) =>
  requireVersion(context.switchToHttp().getRequest<FastifyRequest>()),
);

function cacheControl(request: FastifyRequest, seconds: number | undefined): string {
  if (seconds === undefined) return 'no-store';
  return `${request.headers.authorization === undefined ? 'public' : 'private'}, max-age=${seconds}`;
}

function isUnchanged(request: FastifyRequest, reply: FastifyReply): boolean {
  const known = request.headers['if-none-match'];
  if (known === undefined || (request.method !== 'GET' && request.method !== 'HEAD')) return false;
  const current = reply.getHeader('etag');
  if (typeof current !== 'string') return false;
  const strong = (tag: string) => tag.trim().replace(/^W\//, '');
  return known.split(',').some((tag) => tag.trim() === '*' || strong(tag) === strong(current));
}

/** Says that the answer depends on this header field of the request. */
export function varyBy(reply: FastifyReply, field: string): void {
  const before = [reply.getHeader('vary')].flat().filter((value) => value !== undefined);
  reply.header('vary', [...before, field].join(', '));
}

/** The strong tag of an answer; of a single item with its version. */
export function tagOf(text: string, version?: number): string {
  return version === undefined ? `"${shortHash(text)}"` : `"${version}-${shortHash(text)}"`;
}

function shortHash(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, 12);
}
