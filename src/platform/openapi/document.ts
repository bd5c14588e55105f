import type { INestApplication } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import {
  DocumentBuilder,
  SwaggerModule,
  type OpenAPIObject,
  type OperationObject,
  type ParameterObject,
  type ReferenceObject,
  type SchemaObject,
} from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import type { RouteAccess } from '../access/access.decorators.js';
import { declaredRoutes } from '../access/declared-access.js';
import { longestRetryKey } from '../actor.js';
import { Config, prefix } from '../config.js';
import { ServedText } from './served-text.js';
import { serveDocsPage } from './docs-page.js';
import { problemResponse, problemSchemas } from './problem-schema.js';

/** The OpenAPI 3.1 description of the API, the same from every process. */
export function createDocument(app: INestApplication, config: Pick<Config, 'publicUrl'>): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Recovery college')
    .setDescription(
      'Courses, enrolment, attendance, credit, certification and learning journals of a recovery college.',
    )
    .setVersion('1')
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .addServer(config.publicUrl)
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  const document = SwaggerModule.createDocument(app, description, { operationIdFactory: (_, method) => method });
  document.paths = sorted(document.paths);
  document.components = {
    ...document.components,
    schemas: sorted({ ...document.components?.schemas, ...problemSchemas }),
    responses: { ...document.components?.responses, Problem: problemResponse },
  };
  Object.values(document.components.schemas ?? {}).forEach(mendLists);
  Object.values(document.components.schemas ?? {}).forEach(orderRequired);
  joinLines(document);
  const access = new Map(
    declaredRoutes(app.get(ModulesContainer)).map((declared) => [declared.route, declared.access]),
  );
  for (const [path, operations] of Object.entries(document.paths)) {
    const route = path.replace(`/${prefix}/`, '/').replace(/\{(\w+)\}/g, ':$1');
    for (const method of ['get', 'put', 'post', 'patch', 'delete'] as const) {
      const operation = operations[method];
      if (!operation) continue;
      complete(operation, method, access.get(`${method.toUpperCase()} ${route}`));
      letBodyBeAbsent(operation, document);
    }
  }
  return document;
}

/** Serves the document at /openapi.json and a page for people at /docs. */
export function serveDocument(app: NestFastifyApplication, config: Config): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  let document: ServedText | undefined;
  fastify.get('/openapi.json', async (request, reply) => {
    document ??= new ServedText(JSON.stringify(createDocument(app, config)));
    reply.headers({ 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-cache' });
    return reply.send(await document.bodyFor(request, reply));
  });
  serveDocsPage(fastify);
}

function complete(operation: OperationObject, method: string, access: RouteAccess | undefined): void {
  operation.operationId = operationId(operation);
  operation.responses['default'] ??= { $ref: '#/components/responses/Problem' };
  for (const parameter of operation.parameters ?? []) {
    if (isPathId(parameter)) parameter.schema = { type: 'string', format: 'uuid' };
  }
  if (access === 'public') operation.security = [];
  else if (method === 'post') operation.parameters = [...(operation.parameters ?? []), retryKey];
  if (access !== undefined)
    operation.description = [operation.description, whoMayCall(access)].filter(Boolean).join('\n\n');
}

/** A body of which no field is needed may be left out. */
function letBodyBeAbsent({ requestBody }: OperationObject, { components }: OpenAPIObject): void {
  if (!requestBody || '$ref' in requestBody) return;
  const named = requestBody.content['application/json']?.schema;
  if (!named || !('$ref' in named)) return;
  const schema = components?.schemas?.[named.$ref.split('/').at(-1) ?? ''];
  if (schema && !('$ref' in schema) && !schema.required?.length) requestBody.required = false;
}

/** By name, so that the document does not change where modules are put in another order. */
function sorted<T>(parts: Record<string, T>): Record<string, T> {
  return Object.fromEntries(Object.entries(parts).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Required fields in the order of the fields. */
function orderRequired(schema: SchemaObject | ReferenceObject): void {
  if (!('required' in schema) || !schema.required || !schema.properties) return;
  const { required } = schema;
  schema.required = Object.keys(schema.properties).filter((name) => required.includes(name));
}

/** The tag of the controller and the method, `courses.create`, unless the route says another one itself. */
function operationId({ operationId: method = '', tags: [tag = ''] = [] }: OperationObject): string {
  return method.includes('.') ? method : `${tag.charAt(0).toLowerCase()}${tag.slice(1)}.${method}`;
}

/** A docstring is wrapped for whoever reads the code; in the document each paragraph is one line. */
function joinLines(part: object): void {
  for (const [name, value] of Object.entries(part)) {
    if (typeof value === 'object' && value !== null) joinLines(value);
    else if (typeof value === 'string' && (name === 'description' || name === 'summary')) {
      Object.assign(part, { [name]: value.replace(/(\S)\n(?=[^\n*-])/g, '$1 ') });
    }
  }
}

/**
 * Swagger writes a list of enum values that has a length or uniqueness rule as a list of lists; the inner one is right,
 * and says whether it is required.
 */
function mendLists(schema: SchemaObject | ReferenceObject): void {
  if (!('properties' in schema)) return;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (!('items' in property) || !property.items || !('items' in property.items)) continue;
    const { required, ...list } = property.items as Omit<SchemaObject, 'required'> & { required?: boolean };
    if (list.type !== 'array' || required === undefined) continue;
    schema.properties = { ...schema.properties, [name]: list };
    if (!required) schema.required = schema.required?.filter((each) => each !== name) ?? [];
  }
}

const retryKey: ParameterObject = {
  name: 'Idempotency-Key',
  in: 'header',
  description: 'Makes a retry safe for 24 hours: the same key and body never act twice.',
  schema: { type: 'string', maxLength: longestRetryKey },
};

function whoMayCall(access: RouteAccess): string {
  if (access === 'public') return 'Open to everyone.';
  return access === 'signed-in'
    ? 'For everyone who is signed in; the rows decide the rest.'
    : `Only for: ${access.join(', ').replaceAll('_', ' ')}.`;
}

function isPathId(parameter: ParameterObject | ReferenceObject): parameter is ParameterObject {
  return 'in' in parameter && parameter.in === 'path' && /(?:^id|Id)$/.test(parameter.name);
}
