import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../support/repository.js';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';

/** One route as the OpenAPI document describes it, with a body that it would read. */
export interface DeclaredOperation {
  method: Method;
  path: string;
  /** Anybody may call it. */
  visitor: boolean;
  /** Everybody who is signed in may call it. */
  learner: boolean;
  query: string[];
  body: Record<string, unknown> | undefined;
}

interface Schema {
  $ref?: string;
  type?: string;
  enum?: unknown[];
  example?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  minimum?: number;
  minItems?: number;
  items?: Schema;
  allOf?: Schema[];
  properties?: Record<string, Schema>;
}

interface Operation {
  parameters?: { name: string; in: string }[];
  requestBody?: { content: Record<string, { schema: Schema }> };
}

const read = (file: string): string => readFileSync(join(repository, file), 'utf8');
const document = JSON.parse(read('src/openapi.json')) as {
  paths: Record<string, Record<Method, Operation>>;
  components: { schemas: Record<string, Schema> };
};
const access = new Map(
  read('test/snapshots/routes.txt')
    .trim()
    .split('\n')
    .map((line) => line.split(' → ') as [string, string]),
);

/** Every operation of the API under /api/v1. */
export const operations: DeclaredOperation[] = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => {
    const short = path.replace('/api/v1', '');
    const who = access.get(`${method.toUpperCase()} ${short.replace(/\{(\w+)\}/g, ':$1')}`) ?? '';
    return {
      method: method as Method,
      path: short,
      visitor: who.startsWith('public'),
      learner: /^(public|signed-in)/.test(who),
      query: (operation.parameters ?? []).filter((parameter) => parameter.in === 'query').map(({ name }) => name),
      body: bodyOf(operation.requestBody?.content['application/json']?.schema),
    };
  }),
);

function bodyOf(schema: Schema | undefined): Record<string, unknown> | undefined {
  const { properties } = resolved(schema ?? {});
  return (
    properties && Object.fromEntries(Object.entries(properties).map(([name, property]) => [name, sample(property)]))
  );
}

function sample(given: Schema, depth = 0): unknown {
  const schema = resolved(given);
  if (schema.example !== undefined) return schema.example;
  if (schema.enum) return schema.enum[0];
  if (schema.format === 'uuid') return '0190b5e2-7c1a-7b3e-9f00-5a1d2c3b4e5f';
  if (schema.format === 'date') return '2027-03-01';
  if (schema.format === 'date-time') return '2027-03-01T10:00:00Z';
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  if (schema.type === 'array') return depth > 3 ? [] : [sample(schema.items ?? {}, depth + 1)];
  if (schema.properties)
    return depth > 3
      ? {}
      : Object.fromEntries(
          Object.entries(schema.properties).map(([name, property]) => [name, sample(property, depth + 1)]),
        );
  return 'A few plain words'.padEnd(schema.minLength ?? 0, ' more');
}

function resolved(schema: Schema): Schema {
  const named = schema.$ref ?? schema.allOf?.[0]?.$ref;
  return named === undefined ? schema : (document.components.schemas[named.split('/').at(-1) ?? ''] ?? {});
}
