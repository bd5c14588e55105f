import type { OpenAPIObject } from '@nestjs/swagger';
import { type AnySchema, Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { gunzipSync } from 'node:zlib';
import { noteProblem } from './answered-folder.js';

/**
 * Holds every answer of a test against the published OpenAPI document: an undocumented route, status or field is a
 * mismatch. Unknown fields count, since a field that nobody documented may be one that nobody should see.
 */
export class Contract {
  readonly mismatches = new Set<string>();
  private readonly ajv = new Ajv2020({ strict: false, allErrors: true });
  private readonly compiled = new Map<AnySchema, ValidateFunction>();
  private strictDocument: Record<string, unknown> | undefined;
  private readonly checks = new Map<string, ValidateFunction | undefined>();

  constructor(private readonly document: () => OpenAPIObject) {
    formats.default(this.ajv);
  }

  watch(fastify: FastifyInstance): void {
    fastify.addHook('onSend', (request, reply, payload, done) => {
      const path = request.routeOptions.url;
      if (reply.statusCode === 429 && !(reply.hasHeader('ratelimit') && reply.hasHeader('ratelimit-policy')))
        this.mismatches.add(`${request.method} ${path}: 429 without RateLimit; name the limit in tooManyRequests`);
      if (reply.statusCode === 201 && path?.startsWith('/api/v1')) this.checkLocation(request, reply);
      const text = Buffer.isBuffer(payload) ? textOf(payload) : payload;
      if (
        path?.startsWith('/api/v1') &&
        typeof text === 'string' &&
        String(reply.getHeader('content-type')).includes('json')
      ) {
        this.check(request.method.toLowerCase(), path.replace(/:(\w+)/g, '{$1}'), reply.statusCode, text);
      }
      done(null, payload);
    });
  }

  /** What was made says where it can be read, and nothing else does; the document says which (`platform/openapi/location`). */
  private checkLocation({ method, routeOptions: { url = '' } }: FastifyRequest, reply: FastifyReply): void {
    const described = this.document().paths[url.replace(/:(\w+)/g, '{$1}')]?.post?.responses['201'];
    const says = described && 'headers' in described && described.headers?.['Location'] !== undefined;
    if (says !== reply.hasHeader('location'))
      this.mismatches.add(`${method} ${url}: Location ${says ? 'is missing' : 'is not documented'}`);
  }

  private check(method: string, path: string, status: number, payload: string): void {
    const key = `${method} ${path} ${status >= 400 ? 'problem' : status}`;
    if (!this.checks.has(key)) this.checks.set(key, this.compile(method, path, status));
    const validate = this.checks.get(key);
    if (status >= 400) noteProblem(`${method.toUpperCase()} ${path}`, status, JSON.parse(payload).code);
    if (!validate) this.mismatches.add(`${key}: not documented; say it on the route, with its DTO`);
    else if (!validate(JSON.parse(payload))) {
      const [first] = validate.errors ?? [];
      this.mismatches.add(
        `${key}: ${first?.instancePath} ${first?.message} ${JSON.stringify(first?.params)}; describe it in x.dto.ts, or take it out of the presenter`,
      );
    }
  }

  private compile(method: string, path: string, status: number): ValidateFunction | undefined {
    const document = this.strict();
    const operation = (document['paths'] as Record<string, Record<string, { responses: Record<string, unknown> }>>)[
      path
    ]?.[method];
    const response = resolve(document, operation?.responses[status]) as
      { content?: Record<string, { schema?: AnySchema }> } | undefined;
    // Which problems are answered where is looked at when all tests have run.
    const schema = status >= 400 ? problem : Object.values(response?.content ?? {})[0]?.schema;
    if (!schema) return undefined;
    // One schema serves all the routes that name it: compiling is what costs.
    const known = this.compiled.get(schema) ?? this.ajv.compile(withRoot(schema));
    this.compiled.set(schema, known);
    return known;
  }

  /** The document, with no room for fields that it does not name. */
  private strict(): Record<string, unknown> {
    if (this.strictDocument) return this.strictDocument;
    const document = structuredClone(this.document()) as unknown as Record<string, unknown>;
    for (const each of Object.values(
      (document['components'] as { schemas: Record<string, Record<string, unknown>> }).schemas,
    )) {
      if (each['properties'] && !each['allOf']) each['additionalProperties'] ??= false;
    }
    this.ajv.addSchema(document, root);
    return (this.strictDocument = document);
  }
}

/** Public answers are kept as bytes, some of them compressed. */
const textOf = (bytes: Buffer): string => (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString();

const problem = { $ref: '#/components/schemas/Problem' };
const root = 'https://college.test/openapi.json';

/** References inside the document lead to the document. */
const withRoot = (schema: AnySchema): AnySchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"$ref":"#/', `"$ref":"${root}#/`));

function resolve(document: Record<string, unknown>, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('$ref' in value)) return value;
  return String(value.$ref)
    .slice(2)
    .split('/')
    .reduce<unknown>((at, name) => (at as Record<string, unknown>)[name], document);
}
