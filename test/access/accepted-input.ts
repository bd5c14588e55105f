import type { OpenAPIObject } from '@nestjs/swagger';
import { type AnySchema, Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import type { Call } from '../support/http-client.js';
import { type DescribedRoute, resolved, type Schema } from '../support/samples.js';

/** Says what a route should not have taken, by the document alone; what is typed kindly is read kindly here too. */
export class AcceptedInput {
  private readonly ajv = new Ajv2020({ strict: false, allErrors: false, coerceTypes: false });
  private readonly bodies = new Map<string, ValidateFunction>();

  constructor(private readonly document: OpenAPIObject) {
    formats.default(this.ajv);
    // A leap second, a lower-case T and the upper case of an id are read as they are meant.
    this.ajv.addFormat('date-time', (text) => !Number.isNaN(Date.parse(text.replace(/:60(?=[.Zz+-])/, ':59'))));
    this.ajv.addFormat('uuid', /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i);
  }

  /** What is wrong with a call that was answered with 2xx; undefined when nothing is. */
  faultOf(route: DescribedRoute, call: Call): string | undefined {
    return this.bodyFault(route, call) ?? this.queryFault(route, call);
  }

  private bodyFault(route: DescribedRoute, { body, headers = {} }: Call): string | undefined {
    const { requestBody } = route.operation;
    const schema = requestBody?.content['application/json']?.schema;
    if (body === undefined || !schema || !String(headers['content-type']).startsWith('application/json'))
      return undefined;
    const text = body.toString().replace(/^\uFEFF/, '');
    if (text.trim() === '') return requestBody.required ? 'took no body where it needs one' : undefined;
    let given: unknown;
    try {
      given = JSON.parse(text);
    } catch {
      return 'took what is no JSON';
    }
    const validate = this.bodies.get(route.route) ?? this.ajv.compile(this.closed(schema) as AnySchema);
    this.bodies.set(route.route, validate);
    if (validate(kindly(given))) return undefined;
    const [first] = validate.errors ?? [];
    return `took a body that its document refuses: ${first?.instancePath} ${first?.message}`;
  }

  private queryFault({ operation }: DescribedRoute, { path }: Call): string | undefined {
    const known = (operation.parameters ?? []).filter((each) => each.in === 'query');
    for (const [name, text] of new URLSearchParams(path.split('?')[1] ?? '')) {
      const parameter = known.find((each) => each.name === name);
      if (!parameter) return `took the unknown parameter ${name.slice(0, 40)}`;
      const schema = resolved(this.document, parameter.schema ?? {});
      const typed = typedAs(schema, text.trim());
      if (!this.ajv.validate(this.closed(schema) as AnySchema, typed)) return `took ${name}=${text.slice(0, 40)}`;
    }
    return undefined;
  }

  /** The schema with everything that it names in it, and no room for fields that it does not name. */
  private closed(given: Schema, depth = 0): Schema {
    const schema = resolved(this.document, given);
    if (depth > 8) return {};
    const inner = (each: Schema) => this.closed(each, depth + 1);
    return {
      ...schema,
      ...(schema.items && { items: inner(schema.items) }),
      ...(schema.anyOf && { anyOf: schema.anyOf.map(inner) }),
      ...(schema.oneOf && { oneOf: schema.oneOf.map(inner) }),
      ...(schema.allOf && { allOf: schema.allOf.map(inner) }),
      ...(schema.properties && {
        properties: Object.fromEntries(Object.entries(schema.properties).map(([name, each]) => [name, inner(each)])),
        additionalProperties: false,
      }),
    };
  }
}

function typedAs({ type, items }: Schema, text: string): unknown {
  const [kind] = [type].flat();
  if (kind === 'integer' || kind === 'number') return /^\d+$/.test(text) ? Number(text) : text;
  if (kind === 'boolean') return text === 'true' ? true : text === 'false' ? false : text;
  if (kind === 'array') return text.split(',').map((each) => typedAs(items ?? {}, each));
  return text;
}

/** Without spaces around texts and within groups of digits, as the edge reads them. */
function kindly(value: unknown): unknown {
  if (typeof value === 'string') {
    const text = value.normalize('NFC').replaceAll('\r\n', '\n').trim();
    const digits = text.replace(/[\s\p{Pd}]/gu, '');
    return /^\d{1,12}$/.test(digits) && !/^\d{4}-\d{2}-\d{2}$/.test(text) ? digits : text;
  }
  if (Array.isArray(value)) return value.map(kindly);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, kindly(each)]));
}
