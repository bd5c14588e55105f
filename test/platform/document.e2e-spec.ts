import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import request from 'supertest';
import { codesOf, operationsIn } from '../../src/platform/openapi/operation-problems.js';
import { startEdge, type Edge } from './edge/edge.app.js';

describe('the description of the API', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(() => edge.app.close());

  it('is OpenAPI 3.1 with null as a type, for texts and for whole objects', async () => {
    const { body } = await request(edge.url).get('/openapi.json');
    expect(body.openapi).toBe('3.1.0');
    const note = body.components.schemas.NoteView;
    expect(note.properties.text.type).toEqual(['string', 'null']);
    expect(note.properties.seat).toEqual({ anyOf: [{ $ref: '#/components/schemas/SeatBody' }, { type: 'null' }] });
    expect(JSON.stringify(body)).not.toContain('"nullable"');
    const ajv = new Ajv2020({ strict: false });
    formats.default(ajv);
    const validate = ajv.compile({
      $ref: '#/components/schemas/NoteView',
      components: body.components,
    });
    const id = '018f0000-0000-7000-8000-000000000000';
    expect(validate({ id, title: 'b', text: null, seat: null, version: 1 })).toBe(true);
    expect(validate({ id, title: null, text: null, seat: null, version: 1 })).toBe(false);
  });

  it('every operation has a stable name and says how it refuses', async () => {
    const { body } = await request(edge.url).get('/openapi.json');
    const operations = [...operationsIn(body)].map(({ operation }) => operation);
    expect(operations.length).toBeGreaterThan(10);
    for (const operation of operations) expect(codesOf(body, operation)).toContain('unavailable');
    expect(operations.map(({ operationId }) => operationId)).toContain('listNotes');
    expect(body.components.schemas.Problem.required).toContain('code');
  });

  it('fields, pages and ids are described as they are checked', async () => {
    const { body } = await request(edge.url).get('/openapi.json');
    const { NoteBody, NoteChange, NoteViewPage } = body.components.schemas;
    expect(NoteBody.required).toEqual(['title']);
    expect(NoteBody.properties.title).toEqual({
      type: 'string',
      minLength: 1,
      maxLength: 10,
      description: 'What the note is called.',
    });
    expect(NoteChange.required).toBeUndefined();
    expect(NoteChange.properties.text.type).toEqual(['string', 'null']);
    expect(NoteViewPage).toMatchObject({
      required: ['items', 'next'],
      properties: {
        items: { type: 'array', items: { $ref: '#/components/schemas/NoteView' } },
        next: { type: ['string', 'null'] },
      },
    });
    const { NoteId, Limit } = body.components.parameters;
    expect(body.paths['/api/v1/notes/{id}'].get.parameters).toContainEqual({ $ref: '#/components/parameters/NoteId' });
    expect(NoteId).toMatchObject({
      name: 'id',
      description: 'Id of the note.',
      in: 'path',
      schema: { type: 'string', format: 'uuid' },
    });
    expect(body.paths['/api/v1/notes'].get.parameters).toContainEqual({ $ref: '#/components/parameters/Limit' });
    expect(Limit).toMatchObject({
      required: false,
      schema: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
    });
  });

  it('the page at /docs brings everything along', async () => {
    const page = await request(edge.url).get('/docs');
    expect([page.status, page.type]).toEqual([200, 'text/html']);
    expect(page.text).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    expect(page.headers['content-security-policy']).toMatch(/script-src 'self'/);
    const scripts = await request(edge.url).get('/docs/swagger-ui-bundle.js');
    expect(scripts.status).toBe(200);
  });
});
