import type { OpenAPIObject } from '@nestjs/swagger';
import type { Schema } from '../support/samples.js';

type Kind = 'document' | 'components' | 'path' | 'operation' | 'body' | 'answer' | 'parameter' | 'media' | 'schema';

/** What stands under each name of each kind of part: one, or several by name or number. */
const within: Readonly<Record<Kind, { one?: Record<string, Kind>; many?: Record<string, Kind> }>> = {
  document: { one: { components: 'components' }, many: { paths: 'path' } },
  components: {
    many: {
      schemas: 'schema',
      responses: 'answer',
      parameters: 'parameter',
      requestBodies: 'body',
      headers: 'parameter',
    },
  },
  path: {
    one: { get: 'operation', put: 'operation', post: 'operation', patch: 'operation', delete: 'operation' },
    many: { parameters: 'parameter' },
  },
  operation: { one: { requestBody: 'body' }, many: { parameters: 'parameter', responses: 'answer' } },
  body: { many: { content: 'media' } },
  answer: { many: { headers: 'parameter', content: 'media' } },
  parameter: { one: { schema: 'schema' }, many: { content: 'media' } },
  media: { one: { schema: 'schema' } },
  schema: {
    one: { items: 'schema', not: 'schema', additionalProperties: 'schema' },
    many: { properties: 'schema', allOf: 'schema', anyOf: 'schema', oneOf: 'schema', prefixItems: 'schema' },
  },
};

export interface Part {
  kind: Kind;
  place: string[];
  part: Record<string, unknown>;
}

/** Every part of the document of which something is known, where it stands itself and not where it is referred to. */
export function* partsOf(document: OpenAPIObject): Generator<Part> {
  yield* below('document', [], document);
}

function* below(kind: Kind, place: string[], part: unknown): Generator<Part> {
  // A schema may say something beside what it refers to.
  if (!isRecord(part) || ('$ref' in part && kind !== 'schema')) return;
  yield { kind, place, part };
  const { one = {}, many = {} } = within[kind];
  for (const [name, inner] of Object.entries(one)) yield* below(inner, [...place, name], part[name]);
  for (const [name, inner] of Object.entries(many))
    for (const [key, each] of Object.entries(part[name] ?? {})) yield* below(inner, [...place, name, key], each);
}

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Every schema, also those inside of others. */
export const schemasIn = (document: OpenAPIObject): { place: string[]; schema: Schema }[] =>
  [...partsOf(document)].filter(({ kind }) => kind === 'schema').map(({ place, part }) => ({ place, schema: part }));

interface Stated {
  /** Where the value stands. */
  place: string[];
  value: unknown;
  /** What it has to meet. */
  schema: object;
}

/** Every example and default of the document: of fields, parameters, bodies and answers. */
export function* statedIn(document: OpenAPIObject): Generator<Stated> {
  for (const { kind, place, part } of partsOf(document)) {
    const schema = kind === 'schema' ? part : part['schema'];
    if (!isRecord(schema)) continue;
    for (const name of ['default', 'example'])
      if (name in part) yield { place: [...place, name], value: part[name], schema };
    for (const [key, each] of Object.entries(part['examples'] ?? {})) {
      const value: unknown = kind === 'schema' ? each : shown(document, each);
      yield { place: [...place, 'examples', key], value, schema };
    }
  }
}

/** What an example shows that stands here, or among the components. */
function shown(document: OpenAPIObject, example: unknown): unknown {
  if (!isRecord(example)) return undefined;
  const named = typeof example['$ref'] === 'string' ? example['$ref'].split('/').at(-1) : undefined;
  return named === undefined ? example['value'] : shown(document, document.components?.examples?.[named]);
}
