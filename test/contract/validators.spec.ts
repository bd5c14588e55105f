import type { OpenAPIObject } from '@nestjs/swagger';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { partFor, readers } from '../../src/platform/openapi/part-for.js';
import { document, sayPlace } from './committed-document.js';
import { foundByRedocly, foundBySpectral } from './others-tools.js';
import { schemasIn, statedIn } from './parts.js';

/** Of what the schemas of the document are called here. */
const root = 'https://college.test/schemas/';

/** Whoever compiles this one compiles what is inside. */
const isOutermost = ({ place }: { place: string[] }): boolean =>
  place.at(-1) === 'schema' || place.at(-2) === 'schemas';

/** What is wrong with schemas as JSON schemas, and with examples and defaults under the schema that they belong to. */
function foundBySchemas(given: OpenAPIObject): string[] {
  // A word that JSON schema does not have is refused, a field without the type that it implies is not.
  const ajv = new Ajv2020({ strict: true, strictTypes: false, strictRequired: false });
  formats.default(ajv);
  ajv.addKeyword('example');
  const apart = JSON.stringify(given).replaceAll('"$ref":"#/components/schemas/', `"$ref":"${root}`);
  const closed = JSON.parse(apart) as OpenAPIObject;
  for (const { place, schema } of schemasIn(closed))
    if (schema.properties && place.at(-2) !== 'allOf')
      Object.assign(schema, { additionalProperties: false, ...schema });
  ajv.addSchema(
    Object.entries(closed.components?.schemas ?? {}).map(([name, schema]) => ({ $id: root + name, ...schema })),
    undefined,
    false,
  );
  const faultOf = (check: () => string | undefined): string | undefined => {
    try {
      return check();
    } catch (fault) {
      return (fault as Error).message;
    }
  };
  const schemas = schemasIn(closed)
    .filter(isOutermost)
    .map(({ place, schema }) => ({ place, fault: faultOf(() => void ajv.compile(schema)) }));
  const values = [...statedIn(closed)].map(({ place, value, schema }) => ({
    place,
    fault: faultOf(() => {
      const validate = ajv.compile(schema);
      return validate(value)
        ? undefined
        : ajv.errorsText(validate.errors, { dataVar: JSON.stringify(value).slice(0, 200) });
    }),
  }));
  return [...schemas, ...values].flatMap(({ place, fault }) => (fault ? [`${sayPlace(place, given)}: ${fault}`] : []));
}

test('Redocly finds nothing in the document', async () => {
  expect(await foundByRedocly(document)).toEqual([]);
});

test('Spectral finds nothing in the document', async () => {
  expect(await foundBySpectral(document)).toEqual([]);
});

test.each(readers)('the part for a %s is a whole document too', async (reader) => {
  expect(await foundByRedocly(partFor(document, reader))).toEqual([]);
});

test('every schema is a schema of JSON Schema 2020-12, and every example and default is as its schema says', () => {
  expect(foundBySchemas(document)).toEqual([]);
  expect([...statedIn(document)].length).toBeGreaterThan(200);
});

test('no schema is empty, an object that names no field says what it holds, and a list of what', () => {
  const says = (schema: object, ...names: string[]) => names.some((name) => name in schema);
  const empty = schemasIn(document).filter(({ schema }) => {
    const types = [schema.type].flat();
    if (!says(schema, 'type', '$ref', 'anyOf', 'allOf', 'oneOf', 'enum', 'const')) return true;
    if (types.includes('array') && !schema.items) return true;
    return types.includes('object') && !schema.properties && !says(schema, 'additionalProperties');
  });
  expect(empty.map(({ place }) => sayPlace(place))).toEqual([]);
});

describe('what is wrong is found, and said with its operation', () => {
  const schema = { $ref: '#/components/schemas/ThingDto' };
  const broken: OpenAPIObject = {
    openapi: '3.1.0',
    info: { title: 'Broken', version: '1' },
    paths: {
      '/things': {
        get: {
          operationId: 'listThings',
          parameters: [{ name: 'limit', in: 'query', schema: { type: 'integer', default: 'many' } }],
          responses: {
            200: { description: 'Things.', content: { 'application/json': { schema, example: { a: 1 } } } },
          },
        },
      },
    },
    components: {
      schemas: {
        ThingDto: { type: 'object', properties: { on: { type: 'string', format: 'date', example: 'soon' } } },
      },
    },
  };
  const first = 'GET /things › listThings › parameters › 0 › schema › default';

  test('by the tools of others', async () => {
    const [redocly, spectral] = [await foundByRedocly(broken), await foundBySpectral(broken)];
    expect(redocly).toEqual(
      expect.arrayContaining([expect.stringMatching(/^GET \/things › listThings.*operation-4xx/)]),
    );
    expect(spectral).toEqual(expect.arrayContaining([expect.stringContaining(`${first}: `)]));
    const misshapen = { ...broken, servers: {} } as unknown as OpenAPIObject;
    expect(await foundBySpectral(misshapen)).toEqual(
      expect.arrayContaining([expect.stringContaining('(oas3-schema)')]),
    );
  });

  test('in examples, defaults and the words of schemas', () => {
    expect(foundBySchemas(broken)).toEqual([
      expect.stringMatching(
        /^components › schemas › ThingDto › properties › on › example \(in GET \/things › listThings\): .*"date"/,
      ),
      expect.stringContaining(`${first}: "many" must be integer`),
      expect.stringMatching(
        /^GET \/things › listThings › responses › 200 › content › application\/json › example: .*additional/,
      ),
    ]);
    const nullable = structuredClone(broken);
    Object.assign(nullable.components?.schemas?.['ThingDto'] ?? {}, { nullably: true });
    expect(foundBySchemas(nullable)).toEqual(
      expect.arrayContaining([expect.stringContaining('unknown keyword: "nullably"')]),
    );
  });
});
