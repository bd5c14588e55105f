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
import { createRequire } from 'node:module';
import type { RouteAccess } from '../access/access.decorators.js';
import { declaredRoutes } from '../access/declared-access.js';
import { longestRetryKey } from '../actor.js';
import { Clock } from '../clock.js';
import { Config, prefix } from '../config.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { fieldError, refuse } from '../errors/refusal.js';
import { groupsOf, sayAudience } from './audiences.js';
import { placesOfNew } from './location.js';
import { ServedText } from './served-text.js';
import { describeAnswers, describePathIds, sayOneForm, shareParameters } from './shared-parts.js';
import { sayDefaults } from './defaults.js';
import { sayDeprecation } from './deprecated.js';
import { serveDocsPage } from './docs-page.js';
import { writtenOn } from './example-values.js';
import { withExamples } from './examples.js';
import { sayHowListsAreSent, sayTypes } from './field-types.js';
import { nameSets } from './named-sets.js';
import { operationIdOf, unnamed } from './operation-ids.js';
import { describeProblems, operationsIn } from './operation-problems.js';
import { serveProblemPages } from './problem-pages.js';
import { isReader, partFor, type Reader, readers } from './part-for.js';
import { problemSchemas } from './problem-schema.js';
import { requestsOf } from './requests.js';

const { version } = createRequire(import.meta.url)('../../../../package.json') as { version: string };

/** The OpenAPI 3.1 description of the API, the same from every process on the same day. */
export const createDocument = (
  app: INestApplication,
  config: Pick<Config, 'publicUrl'>,
  day: string = writtenOn,
): OpenAPIObject => withExamples(describe(app, config), day);

/** The description without examples: what stays the same from day to day. */
function describe(app: INestApplication, config: Pick<Config, 'publicUrl'>): OpenAPIObject {
  const description = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Recovery college')
    .setDescription(
      'Courses, enrolment, attendance, credit, certification and learning journals of a recovery college.',
    )
    .setVersion(version)
    .setLicense('MIT', 'https://spdx.org/licenses/MIT.html')
    .addServer(config.publicUrl, 'This college')
    .addBearerAuth()
    .addSecurityRequirements('bearer')
    .build();
  // Parts of it belong to the decorators, for the next document.
  const document = structuredClone(SwaggerModule.createDocument(app, description, { operationIdFactory: unnamed }));
  document.paths = sorted(document.paths);
  const schemas = { ...document.components?.schemas, ...problemSchemas };
  document.components = { ...document.components, schemas };
  Object.values(document.components.schemas ?? {}).forEach(mendLists);
  Object.values(document.components.schemas ?? {}).forEach(orderRequired);
  joinLines(document);
  sayTypes(document);
  sayDefaults(document);
  sayHowListsAreSent(document);
  nameSets(document);
  document.components.schemas = sorted(schemas);
  sayOneForm(document);
  const declared = new Map(declaredRoutes(app.get(ModulesContainer)).map((each) => [each.route, each]));
  const described = [...operationsIn(document)].map(({ method, path, operation }) => {
    const route = declared.get(`${method.toUpperCase()} ${routeOf(path)}`);
    if (!route) throw new Error(`No route is declared for ${method} ${path}`);
    operation.operationId = operationIdOf(method, path, operation);
    complete(operation, method, route.access);
    sayAudience(operation, path, route.access);
    letBodyBeAbsent(operation, document);
    return { method, operation, route };
  });
  describePathIds(document);
  const places = placesOfNew(app.get(ModulesContainer));
  const making = described.filter(({ route }) => places.has(route.handler));
  describeAnswers(document, new Set(making.map(({ operation }) => operation)));
  for (const { operation, route } of described) sayDeprecation(operation, route.handler);
  describeProblems(document, described);
  shareParameters(document);
  document.tags = groupsOf(document);
  return document;
}

/** In which forms the document is served, each whole or `?for=` a role. */
const forms = {
  '/openapi.json': { type: 'application/json', write: (document: OpenAPIObject) => JSON.stringify(document) },
  '/openapi.http': { type: 'text/plain', write: requestsOf },
} as const;
type Form = keyof typeof forms;

/** Serves the document, the same as requests that an editor sends, and a page for people at /docs. */
export function serveDocument(app: NestFastifyApplication, config: Config): void {
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  const clock = app.get(Clock);
  let made: OpenAPIObject | undefined;
  const described = () => (made ??= describe(app, config));
  let today: DaysDocument | undefined;
  const textFor = (form: Form, reader: Reader | undefined): ServedText => {
    const day = clock.now().toISOString().slice(0, 10);
    if (today?.day !== day) today = new DaysDocument(withExamples(described(), day), day);
    return today.textFor(form, reader);
  };
  for (const form of Object.keys(forms) as Form[])
    fastify.get<{ Querystring: { for?: unknown } }>(form, async (request, reply) => {
      const { for: reader } = request.query;
      if (reader !== undefined && !isReader(reader))
        throw refuse(platformRefusals.invalid_parameter, {
          errors: [fieldError('not_a_choice', 'fields.not_a_choice', { choices: readers.join(', ') }, 'for')],
        });
      reply.headers({ 'content-type': `${forms[form].type}; charset=utf-8`, 'cache-control': 'no-cache' });
      return reply.send(await textFor(form, reader).bodyFor(request, reply));
    });
  serveProblemPages(fastify, described);
  serveDocsPage(fastify);
}

/** The document of one day, and what of it was asked for. */
class DaysDocument {
  private readonly texts = new Map<string, ServedText>();

  constructor(
    private readonly document: OpenAPIObject,
    readonly day: string,
  ) {}

  textFor(form: Form, reader: Reader | undefined): ServedText {
    const key = `${form} ${reader}`;
    const part = () => (reader ? partFor(this.document, reader) : this.document);
    const text = this.texts.get(key) ?? new ServedText(forms[form].write(part(), this.day));
    this.texts.set(key, text);
    return text;
  }
}

const routeOf = (path: string): string => path.replace(`/${prefix}/`, '/').replace(/\{(\w+)\}/g, ':$1');

function complete(operation: OperationObject, method: string, access: RouteAccess | undefined): void {
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
