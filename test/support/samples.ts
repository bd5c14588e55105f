import type { OpenAPIObject } from '@nestjs/swagger';

/** As much of a JSON schema as the document of the API uses. */
export interface Schema {
  $ref?: string;
  allOf?: Schema[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  type?: string | string[];
  enum?: unknown[];
  const?: unknown;
  format?: string;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  minItems?: number;
  maxItems?: number;
  items?: Schema;
  properties?: Record<string, Schema>;
  required?: string[];
  example?: unknown;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  description?: string;
  schema?: Schema;
}

export interface Operation {
  operationId: string;
  summary?: string;
  parameters?: Parameter[];
  requestBody?: { required?: boolean; content: Record<string, { schema?: Schema }> };
  responses: Record<string, { $ref?: string; content?: Record<string, { schema?: Schema }> }>;
  security?: unknown[];
}

export interface DescribedRoute {
  /** As the access snapshot writes it, e.g. `POST /runs/:id/enrolments`. */
  route: string;
  method: string;
  /** With `{id}` in it, and the prefix. */
  path: string;
  operation: Operation;
}

/** Every operation of the document. */
export function describedRoutes(document: OpenAPIObject): DescribedRoute[] {
  return Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations as Record<string, Operation>).map(([method, operation]) => ({
      route: `${method.toUpperCase()} ${path.replace('/api/v1', '').replace(/\{(\w+)\}/g, ':$1')}`,
      method,
      path,
      operation: {
        ...operation,
        ...(operation.parameters && { parameters: operation.parameters.map((each) => wholeParameter(document, each)) }),
      },
    })),
  );
}

/** A parameter with what it refers to. */
function wholeParameter(document: OpenAPIObject, given: Parameter & { $ref?: string }): Parameter {
  const named = given.$ref?.split('/').at(-1) ?? '';
  const parameter = given.$ref ? (document.components?.parameters?.[named] as Parameter) : given;
  return { ...parameter, ...(parameter.schema && { schema: resolved(document, parameter.schema) }) };
}

/** Follows a reference to what it stands for. */
export function resolved(document: OpenAPIObject, schema: Schema): Schema {
  if (schema.$ref) {
    const { $ref, ...beside } = schema;
    return { ...resolved(document, document.components?.schemas?.[$ref.split('/').at(-1) ?? ''] as Schema), ...beside };
  }
  if (schema.allOf?.length === 1 && schema.allOf[0]) return resolved(document, schema.allOf[0]);
  return schema;
}

const texts: Record<string, string> = {
  date: '2027-03-01',
  'date-time': '2027-03-01T10:00:00Z',
  uuid: '018f0000-0000-7000-8000-000000000000',
  email: 'someone@example.org',
  uri: 'https://example.org/',
  binary: '',
};
const patterns: [RegExp, string][] = [
  [/^\^\\d\{4\}-\\d\{2\}-\\d\{2\}T/, '2027-03-01T10:00'],
  [/\[01\]\\d\|2\[0-3\]\):/, '10:00'],
  [/0-9a-f\]\{64\}/, '0'.repeat(64)],
  [/\{43\}/, 'A'.repeat(43)],
  [/\\d\{6\}/, '123456'],
  [/\[a-z\]\[a-z0-9_\]/, 'sleep'],
  [/^\^\\d/, '1'],
];

/** The least that the schema allows: what is required, each as short as may be; or with every field and an item in each list. */
export function sample(document: OpenAPIObject, given: Schema, extent: 'least' | 'whole' = 'least'): unknown {
  const schema = resolved(document, given);
  if (schema.example !== undefined) return schema.example;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (choice) return sample(document, choice, extent);
  switch ([schema.type].flat()[0]) {
    case 'object':
      return Object.fromEntries(
        (extent === 'whole' ? Object.keys(schema.properties ?? {}) : (schema.required ?? [])).map((name) => [
          name,
          sample(document, schema.properties?.[name] ?? {}, extent),
        ]),
      );
    case 'array':
      return Array.from({ length: Math.max(schema.minItems ?? 0, extent === 'whole' ? 1 : 0) }, () =>
        sample(document, schema.items ?? {}, extent),
      );
    case 'integer':
    case 'number':
      return Math.max(1, schema.minimum ?? 1);
    case 'boolean':
      return true;
    default:
      return sampleText(schema);
  }
}

function sampleText({ format, pattern, minLength = 1 }: Schema): string {
  const byFormat = texts[format ?? ''];
  if (byFormat !== undefined) return byFormat;
  const byPattern = patterns.find(([known]) => known.test(pattern ?? ''));
  return byPattern?.[1] ?? 'kind words'.padEnd(minLength, '.').slice(0, Math.max(minLength, 10));
}
