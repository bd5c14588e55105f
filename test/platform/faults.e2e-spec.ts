import request from 'supertest';
import { startEdge, type Edge } from './edge/edge.app.js';

describe('faults of the database and of ours', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(() => edge.app.close());

  const answers: [kind: string, status: number, code: string][] = [
    ['unique', 409, 'changed_meanwhile'],
    ['other-unique', 409, 'already_exists'],
    ['exclusion', 409, 'overlaps'],
    ['missing-parent', 404, 'not_found'],
    ['kept-parent', 409, 'still_in_use'],
    ['check', 422, 'rule_not_met'],
    ['not-null', 422, 'rule_not_met'],
    ['serialization', 503, 'busy'],
    ['deadlock', 503, 'busy'],
    ['lock', 503, 'busy'],
    ['cancelled', 503, 'unavailable'],
    ['connections', 503, 'unavailable'],
    ['shutdown', 503, 'unavailable'],
    ['starting', 503, 'unavailable'],
    ['protocol', 503, 'unavailable'],
    ['disk-full', 503, 'unavailable'],
    ['pool', 503, 'unavailable'],
    ['refused', 503, 'unavailable'],
    ['refused-everywhere', 503, 'unavailable'],
    ['no-way', 503, 'unavailable'],
    ['read-only', 503, 'unavailable'],
    ['broke-under-it', 503, 'unavailable'],
    ['denied', 503, 'unavailable'],
    ['hidden', 404, 'not_found'],
    ['bad-value', 400, 'invalid_value'],
    ['syntax', 500, 'unexpected'],
    ['nest', 500, 'unexpected'],
    ['anything else', 500, 'unexpected'],
  ];
  it.each(answers)('%s is answered as %i %s', async (kind, status, code) => {
    const answer = await request(edge.url).get('/api/v1/notes/faults').query({ kind });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.text).not.toMatch(/example\.org|Bloggs/);
    expect(Boolean(answer.headers['retry-after'])).toBe(status === 503);
  });

  it('a refusal says after how many seconds trying again makes sense', async () => {
    const answer = await request(edge.url).get('/api/v1/notes/faults?kind=busy');
    expect(answer.headers['retry-after']).toBe('3');
  });

  it('an unexpected fault is logged once under an incident number that the person can quote', async () => {
    const answer = await request(edge.url).get('/api/v1/notes/faults?kind=other');
    const logged = edge.lines
      .map((line) => JSON.parse(line))
      .filter(({ incident }) => incident === answer.body.incident);
    expect(logged).toEqual([
      expect.objectContaining({
        level: 'error',
        route: '/api/v1/notes/faults',
        fault: 'Error',
        places: expect.any(Array),
      }),
    ]);
  });
});
