import type { OpenAPIObject } from '@nestjs/swagger';
import { describedRoutes, type DescribedRoute, type Parameter, resolved, sample } from '../support/samples.js';

/** How a client calls an operation by the types that openapi-typescript writes: nothing of it is there at run time. */
const client = `
import type { paths } from './paths';

type Methods = 'get' | 'put' | 'post' | 'patch' | 'delete';
type Sent<O> = (O extends { parameters: infer P } ? P : never) &
  (O extends { requestBody: { content: infer C } }
    ? { body: C[keyof C] }
    : O extends { requestBody?: never }
      ? { body?: never }
      : O extends { requestBody?: { content: infer C } }
        ? { body?: C[keyof C] }
        : never);
type Content<R> = R extends { content: infer C } ? C[keyof C] : undefined;
type Answer<O> = O extends { responses: infer R } ? Content<R[keyof R & (200 | 201 | 202 | 204)]> : never;

declare const college: {
  [P in keyof paths]: { [M in Methods]: (sent: Sent<paths[P][M]>) => Promise<Answer<paths[P][M]>> };
};
`;

/**
 * A program that calls every operation: with every parameter and field that it takes, with the least, and without the
 * body where that may be left out.
 */
export function clientCalls(document: OpenAPIObject): string {
  return [client, ...describedRoutes(document).map((route) => callsOf(document, route))].join('\n');
}

function callsOf(document: OpenAPIObject, { method, path, operation }: DescribedRoute): string {
  const call = `await college[${JSON.stringify(path)}].${method}`;
  const { parameters = [], requestBody } = operation;
  const needed = parameters.filter(({ required }) => required);
  const [media] = Object.values(requestBody?.content ?? {});
  const body = (extent: 'least' | 'whole') => media?.schema && { body: sample(document, media.schema, extent) };
  const [whole, ...others] = new Set(
    [
      { ...valuesOf(document, parameters, 'whole'), ...body('whole') },
      { ...valuesOf(document, needed, 'least'), ...body('least') },
      ...(requestBody?.required ? [] : [valuesOf(document, needed, 'least')]),
    ].map((each) => JSON.stringify(each)),
  );
  const read = answeredFields(document, operation).map((name, index) => `${JSON.stringify(name)}: _${index}`);
  return [
    `export async function ${operation.operationId}() {`,
    `  ${read.length > 0 ? `const { ${read.join(', ')} } = ` : ''}${call}(${whole});`,
    ...others.map((each) => `  ${call}(${each});`),
    '}',
  ].join('\n');
}

const valuesOf = (document: OpenAPIObject, parameters: readonly Parameter[], extent: 'least' | 'whole'): object =>
  Object.fromEntries(
    [...new Set(parameters.map((each) => each.in))].map((kind) => [
      kind,
      Object.fromEntries(
        parameters
          .filter((each) => each.in === kind)
          .map(({ name, schema = {} }) => [name, sample(document, schema, extent)]),
      ),
    ]),
  );

/** The fields that a client reads of an answer without asking first which answer it is. */
function answeredFields(document: OpenAPIObject, { responses }: DescribedRoute['operation']): string[] {
  const [, answer] = Object.entries(responses).find(([status]) => status.startsWith('2')) ?? [];
  const schema = answer?.content?.['application/json']?.schema;
  return schema ? Object.keys(resolved(document, schema).properties ?? {}) : [];
}
