import { getMetadataStorage, validate } from 'class-validator';
import type { OpenAPIObject } from '@nestjs/swagger';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { describedRoutes } from '../support/samples.js';

let college: TestCollege;
beforeAll(async () => (college = await openTestCollege()));
afterAll(() => college.close());

/** Every class of which a decorator of class-validator checks a field. */
const checkedClasses = () => {
  const { validationMetadatas } = getMetadataStorage() as unknown as {
    validationMetadatas: Map<new () => object, unknown>;
  };
  return [...validationMetadatas.keys()];
};

/** The schemas of all bodies, and of what stands in them. */
function bodySchemas(document: OpenAPIObject): Map<string, { required?: string[] }> {
  const schemas = (document.components?.schemas ?? {}) as Record<string, { required?: string[] }>;
  const found = new Map<string, { required?: string[] }>();
  const follow = (part: unknown) => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/#\/components\/schemas\/(\w+)/g)) {
      if (found.has(name)) continue;
      found.set(name, schemas[name] ?? {});
      follow(schemas[name]);
    }
  };
  for (const { operation } of describedRoutes(document)) follow(operation.requestBody ?? {});
  return found;
}

test('what the document calls required is missed when it is absent, in every body and whatever stands in it', async () => {
  const schemas = bodySchemas((await college.http.get('/openapi.json')).body as OpenAPIObject);
  const overlooked: string[] = [];
  for (const body of checkedClasses()) {
    const missed = (await validate(new body())).map(({ property }) => property);
    overlooked.push(
      ...(schemas.get(body.name)?.required ?? [])
        .filter((field) => !missed.includes(field))
        .map((field) => `${body.name}.${field}`),
    );
  }
  expect(schemas.size).toBeGreaterThan(100);
  expect(overlooked).toEqual([]);
});
