import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import request from 'supertest';
import { Deprecated } from '../../src/platform/openapi/deprecated.js';
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

  it('what is on its way out says so in the document and with each answer', async () => {
    const { body } = await request(edge.url).get('/openapi.json');
    const { deprecated, description, responses } = body.paths['/api/v1/notes/open'].get;
    expect([deprecated, description]).toEqual([
      true,
      'Deprecated since 2027-01-04, to be relied on until 2028-01-31. Call listNotes.',
    ]);
    expect(Object.keys(responses['200'].headers)).toEqual(expect.arrayContaining(['Deprecation', 'Sunset']));
    for (const [title, status] of [
      ['a', 200],
      ['z', 404],
    ]) {
      const answer = await request(edge.url).get(`/api/v1/notes/open?title=${title}`);
      expect([answer.status, answer.headers['deprecation'], answer.headers['sunset']]).toEqual([
        status,
        `@${Date.UTC(2027, 0, 4) / 1000}`,
        'Mon, 31 Jan 2028 23:59:59 GMT',
      ]);
    }
    const other = await request(edge.url).get('/api/v1/notes');
    expect(other.headers).not.toHaveProperty('deprecation');
    expect(body.paths['/api/v1/notes'].get).not.toHaveProperty('deprecated');
  });

  it('a way that is on its way out stands for a year at least', () => {
    expect(() => Deprecated({ since: '2027-01-04', until: '2028-01-03', instead: '' })).toThrow(/for a year/);
    expect(() => Deprecated({ since: '2027-01-04', until: '2028-01-04', instead: '' })).not.toThrow();
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
