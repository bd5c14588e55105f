import type { OpenAPIObject, OperationObject, ParameterObject, ReferenceObject, SchemaObject } from '@nestjs/swagger';
import { datedOn, numberFor, textFor } from './example-values.js';
import { operationsIn } from './operation-problems.js';

/**
 * Every operation of the document as a request that an editor sends (`.http`), with the example of its body, grouped as
 * the document is. Days that a query asks for are as of this day.
 */
export function requestsOf(document: OpenAPIObject, day: string): string {
  const { title, version } = document.info;
  const head = [
    `# ${title}, version ${version}`,
    '# Send signIn first, and put the accessToken that it answers behind @token.',
    `@host = ${document.servers?.[0]?.url}`,
    '@token = accessToken',
  ];
  const all = [...operationsIn(document)];
  const requests = (document.tags ?? []).flatMap(({ name }) =>
    all
      .filter(({ operation }) => operation.tags?.includes(name))
      .map((each) => [`### ${name}: ${each.operation.summary}`, ...new Request(document, day, each).lines()]),
  );
  return `${[head, ...requests].map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

interface Operation {
  method: string;
  path: string;
  operation: OperationObject;
}

class Request {
  constructor(
    private readonly document: OpenAPIObject,
    private readonly day: string,
    private readonly of: Operation,
  ) {}

  lines(): string[] {
    const { method, operation } = this.of;
    const [type, content] = this.content();
    const security = operation.security ?? this.document.security ?? [];
    return [
      `# @name ${operation.operationId}`,
      `${method.toUpperCase()} {{host}}${this.address()}`,
      ...(security.length > 0 ? ['Authorization: Bearer {{token}}'] : []),
      ...this.needed('header').map(({ name }) => `${name}: "1"`),
      ...(type === undefined ? [] : [`Content-Type: ${type}`, '']),
      ...(type === undefined ? [] : [type === 'application/json' ? this.body(content?.schema) : '< ./file']),
    ];
  }

  private address(): string {
    const given = new Map(this.needed('path').map((each) => [each.name, encodeURIComponent(this.valueOf(each))]));
    const path = this.of.path.replace(/\{(\w+)\}/g, (_, name: string) => given.get(name) ?? '');
    const query = this.needed('query').map((each) => `${each.name}=${encodeURIComponent(this.valueOf(each))}`);
    return [path, query.join('&')].filter(Boolean).join('?');
  }

  private needed(where: string): ParameterObject[] {
    return (this.of.operation.parameters ?? [])
      .map((each) => this.resolved<ParameterObject>(each))
      .filter((each) => each.in === where && each.required);
  }

  private valueOf({ name, example, schema: given }: ParameterObject): string {
    const schema = this.resolved<SchemaObject>(given ?? {});
    const field = { name, owner: this.of.operation.operationId ?? '', schema };
    const made = () => datedOn(schema.type === 'integer' ? numberFor(field) : textFor(field), this.day);
    return String(example ?? schema.example ?? schema.enum?.[0] ?? made());
  }

  private content() {
    const body = this.of.operation.requestBody;
    return (body && !('$ref' in body) && Object.entries(body.content)[0]) || [];
  }

  private body(schema: SchemaObject | ReferenceObject | undefined): string {
    return JSON.stringify(Object.values(this.resolved<SchemaObject>(schema ?? {}).examples ?? {})[0] ?? {}, null, 2);
  }

  private resolved<T extends object>(part: T | ReferenceObject): T {
    if (!('$ref' in part)) return part;
    const [kind = '', name = ''] = part.$ref.split('/').slice(-2);
    return ((this.document.components ?? {}) as Record<string, Record<string, T>>)[kind]?.[name] ?? ({} as T);
  }
}
