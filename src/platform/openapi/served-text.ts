import type { FastifyReply, FastifyRequest } from 'fastify';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { tagOf, varyBy } from '../http/etag.js';

const zip = promisify(gzip);

/** A text that says the same to everybody until this process ends: tagged once, and compressed once. */
export class ServedText {
  private readonly tag: string;
  private zipped?: Promise<Buffer>;

  constructor(private readonly text: string) {
    this.tag = tagOf(text);
  }

  /** The body for this caller, with the header fields that go with it. */
  async bodyFor(request: FastifyRequest, reply: FastifyReply): Promise<string | Buffer> {
    const zips = request.encoding(['gzip', 'identity']) === 'gzip';
    varyBy(reply, 'Accept-Encoding');
    reply.header('etag', zips ? `W/${this.tag}` : this.tag);
    if (!zips) return this.text;
    reply.header('content-encoding', 'gzip');
    return (this.zipped ??= zip(this.text));
  }
}
