import type { OpenAPIObject, OperationObject, ParameterObject, ResponseObject } from '@nestjs/swagger';
import { operationsIn } from '../../src/platform/openapi/operation-problems.js';
import { type Broken, type Compared, SchemaComparison, type Schemas, type Way } from './compatible-schemas.js';

/** A promise of the document before that the one after does not keep. */
export interface Finding extends Broken {
  /** The operations that it concerns, as `GET /runs/{id}`; none where it is only about a name. */
  operations: readonly string[];
  operationIds: readonly string[];
}

const prefix = '/api/v1';
/** An operation as the changelog calls it. */
const called = (method: string, path: string): string =>
  `${method.toUpperCase()} ${path.startsWith(`${prefix}/`) ? path.slice(prefix.length) : path}`;

/** What clients written for the document before can no longer rely on; docs/api.md says what counts. */
export function incompatibilities(before: OpenAPIObject, after: OpenAPIObject): Finding[] {
  const schemas = new SchemaComparison(schemasOf(before), schemasOf(after));
  const kept = new Map([...operationsIn(after)].map((each) => [called(each.method, each.path), each.operation]));
  const found = new Map<string, Finding>();
  for (const { method, path, operation } of operationsIn(before)) {
    const name = called(method, path);
    const now = kept.get(name);
    const comparison = new OperationComparison(before, after, schemas);
    const gone: Broken[] = [{ place: [], rule: 'is gone', about: '' }];
    for (const broken of now ? comparison.compare(operation, now) : gone) {
      const key = JSON.stringify([broken.place, broken.rule]);
      const isShared = broken.place[0] === 'sent' || broken.place[0] === 'answered';
      const { operations = [], operationIds = [] } = (isShared && found.get(key)) || {};
      found.set(isShared ? key : `${name} ${key}`, {
        ...broken,
        operations: [...new Set([...operations, name])],
        operationIds: [...new Set([...operationIds, operation.operationId ?? ''])],
      });
    }
  }
  const lost = Object.keys(schemasOf(before)).filter((name) => !(name in schemasOf(after)));
  const names = lost.map((about) => ({ place: ['schemas', about], rule: 'is a name that is gone', about }));
  const problem = { $ref: '#/components/schemas/Problem' };
  const everywhere = [...schemas.compare(problem, problem, 'answered', []), ...names];
  return [...found.values(), ...everywhere.map((broken) => ({ ...broken, operations: [], operationIds: [] }))];
}

/** A finding as a sentence: operation, place and rule. */
export function sayFinding({ operations, operationIds, place, rule }: Finding): string {
  const [first, ...others] = operations;
  const more = others.length > 0 ? ` and ${others.length} more` : '';
  const who = first === undefined ? [] : [`${first} (${operationIds[0]})${more}`];
  return `${[...who, ...place].join(' › ')}: ${rule}`;
}

/**
 * The findings of which no entry under "Changed" or "Removed" tells, above the section of this version: one that names
 * an operation that it concerns and what it is about.
 */
export function withoutEntry(findings: readonly Finding[], changelog: string, since: string): Finding[] {
  const [newer = ''] = changelog.split(`\n## [${since}]`);
  const sections = newer.split(/^###? /m).filter((section) => /^(?:Changed|Removed)\n/.test(section));
  const entries = sections
    .flatMap((section) => section.split(/^- /m).slice(1))
    .map((entry) => entry.replace(/\s+/g, ' '));
  return findings.filter(({ operations, operationIds, about }) => {
    const names = [...operations, ...operationIds];
    const isTold = (entry: string) => names.length === 0 || names.some((name) => says(entry, name));
    return !entries.some((entry) => isTold(entry) && (about === '' || says(entry, about)));
  });
}

/** Whether a text names something whole: `GET /runs` is not named by `GET /runs/{id}`. */
function says(text: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&');
  return new RegExp(`(?<![\\w/-])${escaped}(?![\\w/-]|\\.\\w)`).test(text);
}

const schemasOf = ({ components }: OpenAPIObject): Schemas => components?.schemas ?? {};

const resolved = <T extends object>(part: T | { $ref: string }, { components }: OpenAPIObject): T => {
  if (!('$ref' in part)) return part;
  const [kind = '', name = ''] = part.$ref.split('/').slice(-2);
  return ((components ?? {}) as Record<string, Record<string, T>>)[kind]?.[name] ?? ({} as T);
};

class OperationComparison {
  constructor(
    private readonly before: OpenAPIObject,
    private readonly after: OpenAPIObject,
    private readonly schemas: SchemaComparison,
  ) {}

  *compare(old: OperationObject, now: OperationObject): Generator<Broken> {
    if (old.operationId !== now.operationId)
      yield { place: ['operationId'], rule: `is \`${now.operationId}\` now`, about: now.operationId ?? '' };
    yield* this.access(old, now);
    yield* this.parameters(old, now);
    yield* this.body(old, now);
    yield* this.answers(old, now);
    yield* this.problems(old, now);
  }

  private *access(old: OperationObject, now: OperationObject): Generator<Broken> {
    const asked = now.security ?? this.after.security ?? [];
    const shown = old.security ?? this.before.security ?? [];
    const isEnough = (given: object) => asked.some((each) => Object.keys(each).every((name) => name in given));
    if (asked.length > 0 && !(shown.length > 0 ? shown : [{}]).every(isEnough))
      yield { place: ['security'], rule: 'asks for more', about: '' };
    const rolesOf = (each: OperationObject) => (each as { 'x-roles'?: string[] })['x-roles'] ?? [];
    const roles = rolesOf(now);
    for (const role of roles.includes('public') ? [] : rolesOf(old))
      if (!roles.includes(role)) yield { place: ['x-roles'], rule: `is no longer open to \`${role}\``, about: role };
  }

  private *parameters(old: OperationObject, now: OperationObject): Generator<Broken> {
    const parametersOf = (operation: OperationObject, document: OpenAPIObject) =>
      new Map(
        (operation.parameters ?? [])
          .map((each) => resolved<ParameterObject>(each, document))
          .map((each) => [`${each.in} ${each.name}`, each]),
      );
    const [were, are] = [parametersOf(old, this.before), parametersOf(now, this.after)];
    for (const [key, { name, required }] of are)
      if (required && !were.get(key)?.required)
        yield { place: [`parameter ${name}`], rule: 'is newly required', about: name };
    for (const [key, parameter] of were) {
      const kept = are.get(key);
      const about = parameter.name;
      const place = [`parameter ${about}`];
      if (!kept) yield { place, rule: 'is gone', about };
      else if (parameter.style !== kept.style || parameter.explode !== kept.explode)
        yield { place, rule: 'is sent in another form', about };
      if (!kept) continue;
      const faults = this.schemas.compare(asCompared(parameter.schema), asCompared(kept.schema), 'sent', place);
      for (const fault of faults) yield { ...fault, about: fault.about === place[0] ? about : fault.about };
    }
  }

  private *body(old: OperationObject, now: OperationObject): Generator<Broken> {
    type Body = { required?: boolean; content?: Content };
    const was = old.requestBody && resolved<Body>(old.requestBody, this.before);
    const is = now.requestBody && resolved<Body>(now.requestBody, this.after);
    const place = ['body'];
    if (is?.required && !was?.required) yield { place, rule: 'is newly required', about: '' };
    if (was && !is) yield { place, rule: 'is gone', about: '' };
    if (was && is) yield* this.contents(was.content, is.content, 'sent', place);
  }

  private *answers(old: OperationObject, now: OperationObject): Generator<Broken> {
    const [were, are] = [this.answersOf(old, this.before), this.answersOf(now, this.after)];
    for (const status of Object.keys(are))
      if (Number(status) < 400 && !were[status])
        yield { place: [`answer ${status}`], rule: 'is one that no client knows', about: status };
    for (const [status, was] of Object.entries(were)) {
      const is = are[status];
      const place = [`answer ${status}`];
      if (!is) {
        // Of problems the codes are compared, wherever they stand.
        if (Number(status) < 400) yield { place, rule: 'is gone', about: status };
        continue;
      }
      for (const about of Object.keys(was.headers ?? {}))
        if (!(about in (is.headers ?? {}))) yield { place: [...place, `header ${about}`], rule: 'is gone', about };
      yield* this.contents(was.content, is.content, 'answered', place);
    }
  }

  private *contents(were: Content = {}, are: Content = {}, way: Way, place: string[]): Generator<Broken> {
    for (const [type, { schema }] of Object.entries(were)) {
      const kept = are[type];
      if (!kept) yield { place: [...place, type], rule: 'is a form that is gone', about: type };
      else if (type !== 'application/problem+json')
        for (const fault of this.schemas.compare(asCompared(schema), asCompared(kept.schema), way, place))
          yield { ...fault, about: fault.about === place.at(-1) ? '' : fault.about };
    }
  }

  /** A client decides by the code, and by the status where it does not know the code. */
  private *problems(old: OperationObject, now: OperationObject): Generator<Broken> {
    const are = this.codesOf(now, this.after);
    for (const [code, status] of this.codesOf(old, this.before)) {
      const place = [`answer ${status}`, code];
      if (!are.has(code)) yield { place, rule: 'is a code that is gone', about: code };
      else if (are.get(code) !== status) yield { place, rule: `is answered with ${are.get(code)} now`, about: code };
    }
  }

  private codesOf(operation: OperationObject, document: OpenAPIObject): Map<string, string> {
    return new Map(
      Object.entries(this.answersOf(operation, document)).flatMap(([status, { content = {} }]) => {
        const { allOf = [] } = asCompared(content['application/problem+json']?.schema);
        const codes = allOf.flatMap(({ properties }) => properties?.['code']?.enum ?? []);
        return codes.map((code) => [String(code), status] as const);
      }),
    );
  }

  private answersOf({ responses }: OperationObject, document: OpenAPIObject): Record<string, ResponseObject> {
    return Object.fromEntries(
      Object.entries(responses).map(([status, each]) => [
        status,
        resolved<ResponseObject>(each ?? { description: '' }, document),
      ]),
    );
  }
}

type Content = Record<string, { schema?: unknown }>;
const asCompared = (schema: unknown): Compared => schema ?? {};
