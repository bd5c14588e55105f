import { ModulesContainer } from '@nestjs/core';
import type { OpenAPIObject } from '@nestjs/swagger';
import { declaredRoutes } from '../../src/platform/access/declared-access.js';
import { roles } from '../../src/platform/actor.js';
import { newId } from '../../src/platform/ids.js';
import { aPerson, type TestPerson } from './builders.js';
import type { TestCollege } from './college.js';
import { forgetLimits } from './limits.js';
import { describedRoutes, resolved, sample, type Schema } from './samples.js';

/** Whether a place of a body is meant. */
export type Wanted = (schema: Schema, type: string | undefined) => boolean;

/** A text that has no form of its own. */
export const formless: Wanted = (schema, type) =>
  type === 'string' && !schema.enum && schema.const === undefined && !schema.format && !schema.pattern;

interface Place {
  route: string;
  /** The last name on the way to it. */
  name: string;
  /** JSON pointer of it. */
  pointer: string;
}

interface Answer extends Place {
  status: number;
  body: Record<string, unknown>;
  /** The pointers that the answer names. */
  named: string[];
}

/** All places of all bodies that the document describes, each tried as somebody who may call the route. */
export class BodyFields {
  private constructor(
    private readonly college: TestCollege,
    private readonly document: OpenAPIObject,
    private readonly people: ReadonlyMap<string, TestPerson>,
  ) {}

  static async of(college: TestCollege): Promise<BodyFields> {
    const document = (await college.http.get('/openapi.json')).body as OpenAPIObject;
    const people = new Map<string, TestPerson>();
    for (const role of roles) people.set(role, await aPerson(college, { roles: role === 'learner' ? [] : [role] }));
    return new BodyFields(college, document, people);
  }

  somebody(role: string): TestPerson {
    return this.people.get(role) as TestPerson;
  }

  /** What each route answers to its least body with that value in each place that is wanted. */
  async tried(
    wanted: Wanted,
    value: (schema: Schema, document: OpenAPIObject) => unknown,
    passedOver: (place: Place) => boolean = () => false,
  ): Promise<Answer[]> {
    const accesses = new Map(
      declaredRoutes(this.college.app.get(ModulesContainer)).map(({ route, access }) => [route, access]),
    );
    const answers: Answer[] = [];
    for (const { route, method, path, operation } of describedRoutes(this.document)) {
      const schema = operation.requestBody?.content['application/json']?.schema;
      if (!schema) continue;
      const access = accesses.get(route);
      const person = this.somebody(Array.isArray(access) ? (access[0] as string) : 'learner');
      for (const { path: way, schema: field } of this.placesOf(schema, wanted)) {
        const name = String(way.findLast((part) => typeof part === 'string'));
        const place = { route, name, pointer: `/${way.join('/')}` };
        if (passedOver(place)) continue;
        await forgetLimits(this.college);
        const { status, body } = await person[method as 'post'](
          path.replace('/api/v1', '').replace(/\{\w+\}/g, newId()),
          this.withValue(sample(this.document, schema), schema, way, value(field, this.document)) as object,
          { 'if-match': '"1"' },
        );
        const errors = (body.errors ?? []) as { pointer: string }[];
        answers.push({ ...place, status, body, named: errors.map(({ pointer }) => pointer) });
      }
    }
    return answers;
  }

  private placesOf(
    given: Schema,
    wanted: Wanted,
    path: (string | number)[] = [],
  ): { path: (string | number)[]; schema: Schema }[] {
    const { items, ...rest } = resolved(this.document, given);
    const schema: Schema = { ...rest, ...(items && { items: resolved(this.document, items) }) };
    if (path.length > 6) return [];
    const choice = schema.anyOf?.[0] ?? schema.oneOf?.[0];
    if (choice) return this.placesOf(choice, wanted, path);
    const type = [schema.type].flat()[0];
    const here = wanted(schema, type) && path.length > 0 ? [{ path, schema }] : [];
    if (type === 'array') return [...here, ...this.placesOf(schema.items ?? {}, wanted, [...path, 0])];
    const fields = Object.entries(schema.properties ?? {});
    return [...here, ...fields.flatMap(([name, each]) => this.placesOf(each, wanted, [...path, name]))];
  }

  /** The body with this value in that place; what is missing on the way is made. */
  private withValue(body: unknown, given: Schema, [next, ...rest]: (string | number)[], value: unknown): unknown {
    if (next === undefined) return value;
    const schema = resolved(this.document, given);
    const inner = schema.anyOf?.[0] ?? schema.oneOf?.[0];
    if (inner) return this.withValue(body, inner, [next, ...rest], value);
    if (typeof next === 'number') {
      const item = schema.items ?? {};
      const list = Array.isArray(body) && body.length > 0 ? body : [sample(this.document, item)];
      return [this.withValue(list[0], item, rest, value), ...list.slice(1)];
    }
    const known = (body ?? sample(this.document, schema)) as Record<string, unknown>;
    return { ...known, [next]: this.withValue(known[next], schema.properties?.[next] ?? {}, rest, value) };
  }
}
