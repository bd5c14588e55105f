import type { ContentObject, OpenAPIObject, OperationObject, ReferenceObject, SchemaObject } from '@nestjs/swagger';
import { platformRefusals } from '../errors/platform.refusals.js';
import { problemAddress } from '../errors/problem.js';
import { type ProblemCode, statusOf, titleOf, wordsOf } from '../errors/refusal.js';
import { datedOn, type ExampleField, exampleIdOf, numberFor, said, textFor } from './example-values.js';
import { operationsIn } from './operation-problems.js';

type Part = SchemaObject | ReferenceObject;
const json = 'application/json';

/**
 * The document with an example of every body and every answer, made by rules of what stands there, as of this day. Each
 * stands at the schema that it is one of, where pages show it and generated clients leave it alone.
 */
export function withExamples(described: OpenAPIObject, day: string): OpenAPIObject {
  const document = structuredClone(described);
  const schemas = document.components?.schemas ?? {};
  const make = new ExampleMaker(schemas);
  const give = (part: Part | undefined, as: 'body' | 'answer'): void => {
    const name = part && '$ref' in part ? nameOf(part) : '';
    const schema = schemas[name];
    if (schema && !('$ref' in schema) && !schema.examples) schema.examples = [make.of(schema, name, as)];
  };
  for (const { path, operation } of operationsIn(document)) {
    for (const { schema } of contentsOf(operation.requestBody, json)) give(schema, 'body');
    namePathIds(document, path, operation);
  }
  for (const { operation } of operationsIn(document))
    for (const answer of Object.values(operation.responses))
      for (const { schema } of contentsOf(answer, json)) give(schema, 'answer');
  nameProblems(document);
  for (const schema of Object.values(schemas)) dateExamples(schema, day);
  for (const { operation } of operationsIn(document))
    for (const parameter of operation.parameters ?? [])
      if ('in' in parameter && parameter.schema) dateExamples(parameter.schema, day);
  return document;
}

const nameOf = ({ $ref }: ReferenceObject): string => $ref.split('/').at(-1) ?? '';

function contentsOf(part: { content?: ContentObject } | ReferenceObject | undefined, type: string) {
  return part && 'content' in part && part.content?.[type] ? [part.content[type]] : [];
}

class ExampleMaker {
  constructor(private readonly schemas: Readonly<Record<string, Part>>) {}

  /**
   * An answer says all it can; a body what it has to, and what a docstring shows. Where that would be nothing, it says
   * one thing.
   */
  of(schema: SchemaObject, owner: string, as: 'body' | 'answer', above: readonly string[] = []): unknown {
    if (schema.type !== 'object' && !schema.properties) return this.value({ name: owner, owner, schema }, as, above);
    const all = Object.entries(schema.properties ?? {});
    const needed = all.filter(([name, part]) => as === 'answer' || isShown(part) || schema.required?.includes(name));
    const shown = needed.length > 0 ? needed : all.slice(0, 1);
    return Object.fromEntries(shown.map(([name, part]) => [name, this.field(name, owner, part, as, above)]));
  }

  private field(name: string, owner: string, part: Part, as: 'body' | 'answer', above: readonly string[]): unknown {
    if ('example' in part) return said(part.example);
    if (!('$ref' in part)) return this.value({ name, owner, schema: part }, as, above);
    const named = nameOf(part);
    const schema = this.schemas[named];
    if (!schema) return null;
    if ('$ref' in schema || !schema.properties) return this.field(name, owner, schema, as, above);
    return this.of(schema, named, as, [...above, named]);
  }

  private value(field: ExampleField, as: 'body' | 'answer', above: readonly string[]): unknown {
    const { name, owner, schema } = field;
    if (schema.example !== undefined) return said(schema.example);
    if (schema.default !== undefined) return schema.default;
    if (schema.enum) return schema.enum[0];
    const [choice] = [schema.allOf, schema.oneOf, schema.anyOf].flatMap((each) => each ?? []);
    const types = [schema.type].flat();
    const isLoop = choice && '$ref' in choice && above.includes(nameOf(choice));
    if (isLoop && schema.anyOf) return null;
    if (choice) return this.field(name, owner, choice, as, above);
    if (types.includes('null') && isUnsaid(schema)) return null;
    if (schema.properties) return this.of(schema, owner, as, above);
    if (types.includes('object')) return {};
    if (types.includes('array')) return this.list(field, as, above);
    if (types.includes('boolean')) return true;
    return types.includes('string') ? textFor(field) : numberFor(field);
  }

  private list({ name, owner, schema }: ExampleField, as: 'body' | 'answer', above: readonly string[]): unknown[] {
    const { items, minItems = 1, maxItems } = schema;
    if (!items || maxItems === 0 || ('$ref' in items && above.includes(nameOf(items)))) return [];
    const words = 'enum' in items ? items.enum : undefined;
    return Array.from(
      { length: Math.max(1, minItems) },
      (_, index) => words?.[index] ?? this.field(name, owner, items, as, above),
    );
  }
}

const isShown = (part: Part): boolean => 'example' in part;
/** A text that may be missing, and of which nothing is known. */
const isUnsaid = ({ format, pattern, items }: SchemaObject): boolean => !format && !pattern && !items;

/** Says in each address which thing of the demo its ids name. */
function namePathIds({ components }: OpenAPIObject, path: string, { parameters = [] }: OperationObject): void {
  for (const given of parameters) {
    const parameter = '$ref' in given ? components?.parameters?.[nameOf(given)] : given;
    if (!parameter || '$ref' in parameter || parameter.in !== 'path' || !parameter.schema) continue;
    if ('$ref' in parameter.schema || parameter.schema.format !== 'uuid') continue;
    const segments = path.split('/');
    const before = segments[segments.indexOf(`{${parameter.name}}`) - 1] ?? '';
    parameter.example ??= exampleIdOf(parameter.name, before);
  }
}

/** Each kind of answer that refuses shows the first refusal that is its own. */
function nameProblems(document: OpenAPIObject): void {
  const shown: Record<string, { value: unknown }> = {};
  const inline = [...operationsIn(document)].flatMap(({ operation }) => Object.values(operation.responses));
  for (const response of [...Object.values(document.components?.responses ?? {}), ...inline])
    for (const content of contentsOf(response, 'application/problem+json')) {
      const codes = codesIn(content.schema);
      const code = codes.find((each) => !(each in platformRefusals)) ?? codes[0];
      if (!code) continue;
      shown[code] ??= { value: problemExample(code) };
      content.examples = { [code]: { $ref: `#/components/examples/${code}` } };
    }
  document.components = { ...document.components, examples: Object.fromEntries(Object.entries(shown).toSorted()) };
}

function codesIn(schema: Part | undefined): ProblemCode[] {
  const [, narrowed] = schema && 'allOf' in schema ? (schema.allOf ?? []) : [];
  const code = narrowed && 'properties' in narrowed ? narrowed.properties?.['code'] : undefined;
  return code && 'enum' in code ? (code.enum as ProblemCode[]) : [];
}

const problemExample = (code: ProblemCode): object => ({
  type: problemAddress(code),
  title: titleOf(code),
  status: statusOf(code),
  detail: wordsOf(code),
  code,
  requestId: 'req-1',
});

/** The examples of a schema and of its fields, as of this day. */
function dateExamples(part: Part, day: string): void {
  if ('$ref' in part) return;
  if (part.examples) part.examples = datedOn(part.examples, day);
  if ('example' in part) part.example = datedOn(said(part.example), day);
  for (const each of Object.values(part.properties ?? {})) dateExamples(each, day);
  if (part.items) dateExamples(part.items, day);
}
