import request from 'supertest';
import { holdSlowRequests } from './edge/notes.controller.js';
import { startEdge, type Edge } from './edge/edge.app.js';

const id = '0190b5e2-7c1a-7b3e-9f00-5a1d2c3b4e5f';
const item = `/api/v1/notes/${id}`;

describe('how the API answers', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(() => edge.app.close());

  const get = (path: string) => request(edge.url).get(path);

  it('a single item carries a strong ETag from its version, and If-None-Match saves sending it again', async () => {
    const first = await get(item);
    expect(first.headers.etag).toMatch(/^"7-[\w-]{12}"$/);
    expect(first.headers['cache-control']).toBe('no-store');
    const again = await get(item).set('if-none-match', `"other", W/${first.headers.etag}`);
    expect([again.status, again.text, again.headers.etag]).toEqual([304, '', first.headers.etag]);
    expect((await get(item).set('if-none-match', '"7-other"')).status).toBe(200);
  });

  it('a change needs the version that the person saw: 428 without, 412 when stale, with the current ETag', async () => {
    const change = (ifMatch?: string) => {
      const call = request(edge.url).patch(item).send({ title: 'b' });
      return ifMatch === undefined ? call : call.set('if-match', ifMatch);
    };
    const { etag } = (await get(item)).headers;
    const answers = [
      await change(),
      await change('*'),
      await change('"6-abc"'),
      await change('"x"'),
      await change(`"6", ${etag}`),
      await change(etag),
      await change('"7"'),
      await change(`W/${etag}`),
      await change(`"x", W/${etag}`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([428, 428, 412, 412, 412, 200, 200, 200, 200]);
    expect(answers[2]?.headers.etag).toBe('"7"');
    expect(answers[5]?.headers.etag).toMatch(/^"8-/);
  });

  it('PATCH: absent leaves, null clears where that makes sense', async () => {
    const change = (body: object) => request(edge.url).patch(item).set('if-match', '"7"').send(body);
    expect((await change({})).body).toEqual({ id, version: 8 });
    expect((await change({ text: null })).body).toEqual({ id, text: null, version: 8 });
    expect((await change({ title: null })).body.errors).toEqual([
      { pointer: '/title', code: 'not_clearable', message: expect.any(String) },
    ]);
  });

  it('JSON written by Postgres is sent as it is', async () => {
    const answer = await get('/api/v1/notes/written');
    expect([answer.text, answer.type]).toEqual(['{"id": 1,  "version": 4}', 'application/json']);
    expect(answer.headers.etag).toMatch(/^"4-/);
  });

  it('a public answer may be kept, but not by others when somebody is signed in', async () => {
    const open = await get('/api/v1/notes/prospectus');
    expect(open.headers).toMatchObject({
      'cache-control': 'public, max-age=60',
      etag: expect.stringMatching(/^"[\w-]{12}"$/),
    });
    expect((await get('/api/v1/notes/prospectus').set('if-none-match', open.headers.etag ?? '')).status).toBe(304);
    expect((await get('/api/v1/notes/prospectus').set('authorization', 'Bearer x')).headers['cache-control']).toBe(
      'private, max-age=60',
    );
  });

  it('pages follow each other to the end, by cursor and by Link', async () => {
    const first = await get('/api/v1/notes?limit=2&kinds=talk');
    expect(first.body.items).toEqual([{ title: 'a' }, { title: 'b' }]);
    const link = /^<([^>]+)>; rel="next"$/.exec(first.headers.link ?? '')?.[1] ?? '';
    expect(link).toBe(`/api/v1/notes?limit=2&kinds=talk&cursor=${first.body.next}`);
    const second = await get(link);
    expect(second.body.items).toEqual([{ title: 'c' }, { title: 'd' }]);
    const last = await get(`/api/v1/notes?limit=2&kinds=talk&cursor=${second.body.next}`);
    expect(last.body).toEqual({ items: [{ title: 'e' }], next: null });
    expect(last.headers.link).toBeUndefined();
  });

  it('a cursor is not good for another filter', async () => {
    const { next } = (await get('/api/v1/notes?limit=2&kinds=talk')).body;
    expect((await get(`/api/v1/notes?limit=2&kinds=walk&cursor=${next}`)).body.code).toBe('invalid_cursor');
    expect((await get(`/api/v1/notes?limit=4&kinds=talk&cursor=${next}`)).status).toBe(200);
  });

  it('every answer has the security headers and a request id; a harmless id of the caller is kept', async () => {
    const answer = await get(item).set('x-request-id', 'abc-1.2');
    expect(answer.headers).toMatchObject({
      'x-request-id': 'abc-1.2',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringMatching(/^default-src 'none'/),
    });
    expect((await get(item).set('x-request-id', 'a b<c>')).headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('only the named origins may call from a browser', async () => {
    const known = await get(item).set('origin', 'https://college.example');
    expect(known.headers['access-control-allow-origin']).toBe('https://college.example');
    expect(known.headers['access-control-expose-headers']).toBe(
      [
        ...['ETag', 'Link', 'Location', 'Retry-After', 'Content-Disposition', 'WWW-Authenticate'],
        ...['Idempotency-Replayed', 'X-Request-Id', 'RateLimit', 'RateLimit-Policy', 'Deprecation', 'Sunset'],
      ].join(', '),
    );
    expect(
      (await get(item).set('origin', 'https://elsewhere.example')).headers['access-control-allow-origin'],
    ).toBeUndefined();
    const preflight = await request(edge.url)
      .options(item)
      .set({ origin: 'https://college.example', 'access-control-request-method': 'PATCH' });
    expect([preflight.status, preflight.headers['access-control-allow-methods']]).toEqual([
      204,
      'GET, HEAD, POST, PUT, PATCH, DELETE',
    ]);
    expect(preflight.headers['access-control-max-age']).toBe('7200');
    expect(
      (await get('/nowhere').set('origin', 'https://college.example')).headers['access-control-allow-origin'],
    ).toBe('https://college.example');
  });

  it('OPTIONS that is no preflight is answered like any other method that an address does not take', async () => {
    for (const headers of [{}, { origin: 'https://college.example' }]) {
      const answer = await request(edge.url).options(item).set(headers);
      expect([answer.status, answer.type, answer.body.code]).toEqual([
        405,
        'application/problem+json',
        'method_not_allowed',
      ]);
      expect(answer.headers['allow']).toContain('PATCH');
      expect(answer.headers['x-request-id']).toBe(answer.body.requestId);
    }
    expect((await request(edge.url).options('/nowhere')).body.code).toBe('not_found');
  });

  it('a request leaves one line with the pattern of its route, and nothing that it carried', async () => {
    const before = edge.lines.length;
    await request(edge.url)
      .post('/api/v1/notes')
      .set({ authorization: 'Bearer secret', traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01` })
      .send({ title: 'private' });
    await get(`${item}?name=Jo`);
    await get('/api/v1/notes/%zz-Jo');
    const lines = edge.lines.slice(before).map((line) => JSON.parse(line));
    expect(lines.map(({ method, route, status }) => [method, route, status])).toEqual([
      ['POST', '/api/v1/notes', 201],
      ['GET', '/api/v1/notes/:id', 400],
      ['GET', 'none', 400],
    ]);
    expect(lines[0]).toMatchObject({ traceId: 'a'.repeat(32), requestId: expect.any(String), ms: expect.any(Number) });
    expect(edge.lines.slice(before).join('')).not.toMatch(/secret|private|Jo|0190b5e2/);
  });

  it('the eleventh sign-in a minute for one account is turned away, another account is not', async () => {
    const signIn = (email: string) => request(edge.url).post('/api/v1/notes/sign-in').send({ email });
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 10; attempt++)
      statuses.push((await signIn(attempt % 2 ? 'A@college.example' : ' a@college.example')).status);
    expect(new Set(statuses)).toEqual(new Set([200]));
    const refused = await signIn('a@college.example');
    expect([refused.status, refused.body.code]).toEqual([429, 'too_many_requests']);
    expect([refused.headers['retry-after'], refused.headers['ratelimit']]).toEqual(['60', '"sign-in";r=0;t=60']);
    expect((await signIn('b@college.example')).status).toBe(200);
  });
});

describe('a process with more requests than it can work on', () => {
  it('turns new ones away soon, stays healthy, and recovers', async () => {
    const edge = await startEdge({}, { crowd: { inFlight: 2, ofNetwork: 2, ofStrangers: 2, patience: 100 } });
    const { arrived, release } = holdSlowRequests(2);
    const waiting = [1, 2].map(() =>
      request(edge.url)
        .get('/api/v1/notes/slow')
        .then(({ status }) => status),
    );
    await arrived;
    const refused = await request(edge.url).get(item);
    expect([refused.status, refused.body.code, refused.headers['retry-after']]).toEqual([503, 'busy', '1']);
    expect((await request(edge.url).get('/health/live')).status).toBe(200);
    release();
    expect(await Promise.all(waiting)).toEqual([200, 200]);
    let recovered = await request(edge.url).get(item);
    for (let tries = 0; recovered.status === 503 && tries < 100; tries++) recovered = await request(edge.url).get(item);
    expect(recovered.status).toBe(200);
    await edge.app.close();
  });
});
