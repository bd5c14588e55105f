import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Transform, type Readable } from 'node:stream';
import { platformRefusals, tooLarge } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';
import { readJson } from './json-guard.js';

const json = /^application\/(?:[\w.+-]+\+)?json(?:\s*;|$)/i;

const form = /^(?:multipart\/|application\/x-www-form-urlencoded)/i;

/** JSON is read by its guard; anything else is refused, except as a stream on a route that takes uploads. */
export function acceptBodies(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();

  fastify.addContentTypeParser(json, { parseAs: 'buffer' }, (request, body, done) => {
    try {
      done(
        null,
        isPlainUtf8(request) && request.routeOptions.config.uploadLimit === undefined
          ? readJson(Buffer.from(body))
          : refuseContent(),
      );
    } catch (error) {
      done(error as Error);
    }
  });

  fastify.addContentTypeParser('*', (request, stream, done) => {
    const limit = request.routeOptions.config.uploadLimit;
    if (limit === undefined) done(refuse(platformRefusals.unsupported_media_type));
    // A form with the file in it is not the file.
    else if (form.test(request.headers['content-type'] ?? ''))
      done(refuse(platformRefusals.unsupported_media_type, { sentence: 'problems.unsupported_media_type.bare_file' }));
    else if (Number(request.headers['content-length']) > limit) done(tooLarge(limit));
    else done(null, limited(stream, limit));
  });

  // What nobody read of an upload would stand in the way of the next request on the same connection.
  fastify.addHook('onResponse', (request, _reply, done) => {
    if (request.routeOptions.config?.uploadLimit !== undefined) request.raw.unpipe().resume();
    done();
  });
}

function isPlainUtf8(request: FastifyRequest): boolean {
  const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i.exec(request.headers['content-type'] ?? '')?.[1];
  return charset === undefined || /^utf-?8$/i.test(charset);
}

function refuseContent(): never {
  throw refuse(platformRefusals.unsupported_media_type);
}

function limited(stream: Readable, most: number): Readable {
  let received = 0;
  const counting = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      received += chunk.length;
      if (received > most) done(tooLarge(most));
      else done(null, chunk);
    },
  });
  // It can fail before the controller reads it (guards run first); whoever reads it later still gets the error.
  counting.on('error', () => {});
  stream.once('error', (error) => counting.destroy(error));
  return stream.pipe(counting);
}
