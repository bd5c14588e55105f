/** What a small document says, as far as the cases change it. */
export const small = () => ({
  openapi: '3.1.0',
  info: { title: 'Things', version: '1.0.0' },
  security: [{ bearer: [] }],
  paths: {
    '/api/v1/things': {
      get: {
        operationId: 'listThings',
        'x-roles': ['learner', 'facilitator'],
        security: [] as object[] | undefined,
        parameters: [
          { name: 'text', in: 'query', required: false, schema: { type: 'string', maxLength: 50 } as object },
          { $ref: '#/components/parameters/Sort' },
        ] as object[],
        responses: {
          200: {
            description: 'Things.',
            headers: { ETag: { schema: { type: 'string' } } } as object,
            content: {
              'application/json': { schema: { type: 'array', items: { $ref: '#/components/schemas/ThingDto' } } },
              'text/csv': { schema: { type: 'string' } },
            } as Record<string, object>,
          },
          409: problem('closed'),
          422: problem('in_use', 'too_late'),
        } as Record<string, object>,
      },
    } as Record<string, object>,
    '/api/v1/things/{id}': {
      put: {
        operationId: 'setThing',
        parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
        requestBody: {
          required: false,
          content: { 'application/json': { schema: { $ref: '#/components/schemas/ThingBody' } } },
        },
        responses: {
          200: {
            description: 'A thing.',
            content: { 'application/json': { schema: { $ref: '#/components/schemas/ThingDto' } } },
          },
        } as Record<string, object>,
      },
    } as Record<string, object>,
  } as Record<string, Record<string, object>>,
  components: {
    parameters: { Sort: { name: 'sort', in: 'query', required: false, schema: { type: 'string', enum: ['a', 'b'] } } },
    schemas: {
      ThingDto: {
        type: 'object',
        required: ['id', 'state', 'owner'],
        properties: {
          id: { type: 'string', format: 'uuid' },
          state: { $ref: '#/components/schemas/ThingState' },
          size: { type: 'integer', maximum: 10 },
          note: { type: ['string', 'null'] },
          owner: { allOf: [{ $ref: '#/components/schemas/OwnerDto' }] },
          parts: { type: 'array', items: { $ref: '#/components/schemas/ThingDto' } },
        },
      },
      OwnerDto: {
        type: 'object',
        required: ['name'],
        properties: { name: { type: 'string' } },
      },
      ThingState: { type: 'string', enum: ['draft', 'open'] },
      ThingBody: {
        type: 'object',
        required: ['title'],
        properties: {
          title: { type: 'string', minLength: 1, maxLength: 20 },
          note: { type: ['string', 'null'] },
          words: { type: 'array', maxItems: 5, items: { type: 'string', enum: ['x', 'y'] } },
        },
      },
      Problem: {
        type: 'object',
        required: ['code'],
        properties: { code: { type: 'string' }, detail: { type: 'string' } },
      },
    } as Record<string, { type: string; required?: string[]; properties?: Record<string, object>; enum?: string[] }>,
  },
});
export type Small = ReturnType<typeof small>;

/** An answer that refuses with one of these codes. */
export function problem(...codes: string[]): object {
  const code = { type: 'string', enum: codes };
  const schema = { allOf: [{ $ref: '#/components/schemas/Problem' }, { type: 'object', properties: { code } }] };
  return { description: 'No.', content: { 'application/problem+json': { schema } } };
}

export const list = ({ paths }: Small) =>
  paths['/api/v1/things']?.['get'] as {
    operationId: string;
    'x-roles': string[];
    security?: object[];
    parameters: { schema?: object; required?: boolean; explode?: boolean }[];
    responses: Record<string, { headers?: object; content?: Record<string, { schema: object }> }>;
  };
export const put = ({ paths }: Small) =>
  paths['/api/v1/things/{id}']?.['put'] as { requestBody?: { required: boolean }; responses: Record<string, object> };
export const sort = ({ components }: Small) => components.parameters.Sort;
export const schema = ({ components }: Small, name: string) => components.schemas[name] ?? { type: '' };
export const fieldsOf = (all: Small, name: string) => schema(all, name).properties ?? {};
