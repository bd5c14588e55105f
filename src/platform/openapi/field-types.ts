import type { OpenAPIObject, ParameterObject, ReferenceObject, SchemaObject } from '@nestjs/swagger';
import { namesDemo } from './example-values.js';
import { operationsIn } from './operation-problems.js';

/** A field or parameter, or each item of one that is a list. */
export interface Field {
  name: string;
  /** The schema, or method and path of the operation, that it belongs to. */
  owner: string;
  description: string;
  schema: SchemaObject;
}

/** Every field of every schema and every parameter, with the lists' items under the name of the list. */
export function* fieldsIn(document: OpenAPIObject): Generator<Field> {
  for (const [owner, schema] of Object.entries(document.components?.schemas ?? {})) yield* fieldsOf(owner, schema);
  for (const { method, path, operation } of operationsIn(document))
    for (const parameter of operation.parameters ?? [])
      if ('in' in parameter && parameter.schema)
        yield* itself(parameter.name, `${method} ${path}`, parameter.schema, parameter.description);
}

function* fieldsOf(owner: string, schema: SchemaObject | ReferenceObject): Generator<Field> {
  if ('$ref' in schema) return;
  for (const [name, property] of Object.entries(schema.properties ?? {})) yield* itself(name, owner, property);
}

function* itself(name: string, owner: string, schema: SchemaObject | ReferenceObject, said?: string): Generator<Field> {
  if ('$ref' in schema) return;
  const description = said ?? schema.description ?? '';
  yield { name, owner, schema, description };
  yield* fieldsOf(owner, schema);
  if (schema.items) yield* itself(name, owner, schema.items, description);
}

const isOf = (type: string, { type: given }: SchemaObject): boolean => [given].flat().includes(type);

/** By whom: ids of people. */
const person = /^(?:done|granted|moved|proposed|recorded|released|taken|used|verified|written|confirmed)By$/;
/** A prompt is called by a word, a request as whoever asks calls it. */
const ids = /^(?:id|ids|(?!prompt|request|clientEvent)\w+Ids?|partOf|transferredTo)$/;
const instants = /^(?:at|\w+At|firstStart|lastEnd)$/;
const days =
  /^(?:on|\w+On|date|dateOfBirth|asOf|before|valid(?:From|To|Through)|effective(?:From|To)|retainedUntil|closedDays)$/;
const saysInstant = /\(RFC 3339, UTC\)/;
const saysDay = /\b(?:first|last) day\b|^The day\b|^From which day\b|^From this day\b/i;

function formatOf({ name, description, schema }: Field): string | undefined {
  if (saysInstant.test(description)) return 'date-time';
  if (ids.test(name) && (!('example' in schema) || namesDemo(schema.example))) return 'uuid';
  if (person.test(name) || (name === 'by' && description.startsWith('Who'))) return 'uuid';
  if (instants.test(name)) return 'date-time';
  return days.test(name) || saysDay.test(description) ? 'date' : undefined;
}

/**
 * What TypeScript calls a string or a number, said as it is: ids, instants and days by how fields are called here and
 * what their docstrings say, numbers as whole ones. What a decorator says itself stands.
 */
export function sayTypes(document: OpenAPIObject): void {
  for (const field of fieldsIn(document)) {
    const { schema } = field;
    if (isOf('number', schema) && schema.format === undefined)
      schema.type = Array.isArray(schema.type)
        ? schema.type.map((type) => (type === 'number' ? 'integer' : type))
        : 'integer';
    if (isOf('string', schema) && !schema.format && !schema.enum && !schema.pattern && !schema.maxLength) {
      const format = formatOf(field);
      if (format) schema.format = format;
    }
    if ('example' in schema) schema.example = exampleFor(schema);
  }
}

/** A docstring's example as the field takes it: `@example "123456` of a text is a text." */
function exampleFor(schema: SchemaObject): unknown {
  const example: unknown = schema.example;
  if (isOf('string', schema) && typeof example === 'number') return String(example);
  return isOf('array', schema) && typeof example === 'string' ? example.split(',') : example;
}

/** Lists in a query are one text with commas: the same name twice is refused. */
export function sayHowListsAreSent(document: OpenAPIObject): void {
  for (const { operation } of operationsIn(document))
    for (const parameter of operation.parameters ?? [])
      if (isQueryList(parameter)) Object.assign(parameter, { style: 'form', explode: false });
}

const isQueryList = (parameter: ParameterObject | ReferenceObject): boolean =>
  'in' in parameter &&
  parameter.in === 'query' &&
  !!parameter.schema &&
  'type' in parameter.schema &&
  isOf('array', parameter.schema);
