import { connect } from 'node:net';
import request from 'supertest';
import { startEdge, type Edge } from './edge/edge.app.js';

const id = '0190b5e2-7c1a-7b3e-9f00-5a1d2c3b4e5f';

describe('what the API refuses, it refuses in words that a person can use', () => {
  let edge: Edge;
  beforeAll(async () => {
    edge = await startEdge();
  });
  afterAll(() => edge.app.close());

  const post = (body: string | Buffer, type = 'application/json') =>
    send(edge.url, '/api/v1/notes', body, { 'content-type': type });

  const bodies: [what: string, body: string | Buffer, status: number, code: string][] = [
    ['broken JSON', '{"title": ', 400, 'malformed_json'],
    ['a comment in JSON', '{"title": "a" /* note */}', 400, 'malformed_json'],
    ['a trailing comma', '{"title": "a",}', 400, 'malformed_json'],
    ['two documents in one', '{"title": "a"} {}', 400, 'malformed_json'],
    ['1,500 brackets', `{"x": ${'['.repeat(1_500)}${']'.repeat(1_500)}}`, 400, 'too_deep'],
    ['130,000 open brackets', '['.repeat(130_000), 400, 'too_deep'],
    [
      'more than 5,000 values',
      JSON.stringify({ title: Array.from({ length: 5_001 }, () => 1) }),
      400,
      'too_many_tokens',
    ],
    ['a raw NUL byte', Buffer.from('{"title": "a\0b"}'), 400, 'malformed_json'],
    ['an escaped NUL', '{"title": "a\\u0000b"}', 400, 'invalid_text'],
    ['an escaped NUL in a name', '{"a\\u0000b": 1}', 400, 'invalid_text'],
    ['a lone surrogate', '{"title": "\\ud800"}', 400, 'invalid_text'],
    ['surrogates in the wrong order', '{"title": "\\udc00\\ud800"}', 400, 'invalid_text'],
    [
      'a raw surrogate in UTF-8',
      Buffer.from([...Buffer.from('{"title": "'), 0xed, 0xa0, 0x80, ...Buffer.from('"}')]),
      400,
      'invalid_text',
    ],
    ['invalid UTF-8', Buffer.from([...Buffer.from('{"title": "'), 0xff, ...Buffer.from('"}')]), 400, 'invalid_text'],
    [
      'overlong UTF-8',
      Buffer.from([...Buffer.from('{"title": "'), 0xc0, 0x80, ...Buffer.from('"}')]),
      400,
      'invalid_text',
    ],
    ['a duplicate key', '{"title": "a", "title": "b"}', 400, 'duplicate_field'],
    ['a duplicate key in disguise', '{"title": "a", "titl\\u0065": "b"}', 400, 'duplicate_field'],
    ['__proto__', '{"title": "a", "__proto__": {"pinned": true}}', 400, 'forbidden_field'],
    ['constructor', '{"title": "a", "constructor": false}', 400, 'forbidden_field'],
    [
      'hasOwnProperty, which would slip through the whitelist',
      '{"title": "a", "hasOwnProperty": 1}',
      400,
      'forbidden_field',
    ],
    ['a list instead of an object', '[1]', 400, 'validation_failed'],
    ['null instead of an object', 'null', 400, 'validation_failed'],
    ['no body', '', 400, 'validation_failed'],
    ['a body above 128 KiB', JSON.stringify({ title: 'a'.repeat(130_000) + 'b'.repeat(5_000) }), 413, 'body_too_large'],
  ];
  it.each(bodies)('%s', async (_, body, status, code) => {
    const answer = await post(body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.type).toBe('application/problem+json');
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.body).toMatchObject({
      type: expect.stringMatching(new RegExp(`^https?://.+/problems/${code}$`)),
      status,
      title: expect.any(String),
      detail: expect.any(String),
      requestId: answer.headers['x-request-id'],
    });
  });

  it('other content types, charsets and compressed bodies get 415', async () => {
    const kinds = [
      await post('title=a', 'application/x-www-form-urlencoded'),
      await post('a', 'text/plain'),
      await post('{"title":"a"}', 'application/json; charset=iso-8859-1'),
      await post('{"title":"a"}', 'nonsense'),
      await send(edge.url, '/api/v1/notes', 'x', { 'content-type': 'application/json', 'content-encoding': 'gzip' }),
    ];
    expect(kinds.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
      Array(5).fill('415 unsupported_media_type'),
    );
  });

  it('a body without a content type gets 415', async () => {
    expect(
      await raw(edge.url, 'POST /api/v1/notes HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}'),
    ).toMatch(/^HTTP\/1.1 415 [^]*unsupported_media_type/);
  });

  it('JSON in UTF-8 under a +json type is read, emoji and byte order mark included', async () => {
    const answer = await post(Buffer.from('\ufeff{"title": "\\ud83c\\udf31 ok"}'), 'application/merge-patch+json');
    expect([answer.status, answer.body]).toEqual([201, { title: '🌱 ok' }]);
  });

  const addresses: [path: string, status: number, code: string][] = [
    ['/api/v1/nowhere', 404, 'not_found'],
    ['/nowhere', 404, 'not_found'],
    ['/api/v1/notes/', 404, 'not_found'],
    ['/api/v1/notes/42', 400, 'invalid_id'],
    ['/api/v1/notes/0190b5e2-7c1a-7b3e-9f00-5a1d2c3b4e5', 400, 'invalid_id'],
    [`/api/v1/notes/${'a'.repeat(500)}`, 404, 'not_found'],
    ['/api/v1/notes/%zz', 400, 'malformed_url'],
    ['/api/v1/notes/%ff', 400, 'malformed_url'],
    ['/api/v1/notes/%00', 400, 'invalid_text'],
    ['/api/v1/notes/%ed%a0%80', 400, 'malformed_url'],
    ['/api/v1/notes?kinds=%zz', 400, 'malformed_url'],
    ['/api/v1/notes?kinds=%ed%a0%80', 400, 'malformed_url'],
    ['/api/v1/notes?kinds=%00', 400, 'invalid_text'],
    ['/api/v1/notes?limit=1&limit=2', 400, 'repeated_parameter'],
    ['/api/v1/notes?limt=5', 400, 'unknown_parameter'],
    ['/api/v1/notes?constructor=5', 400, 'unknown_parameter'],
    ['/api/v1/notes?__proto__=5', 400, 'unknown_parameter'],
    [`/api/v1/notes/${id}?fields=all`, 400, 'unknown_parameter'],
    ['/api/v1/notes?limit=0', 400, 'invalid_parameter'],
    ['/api/v1/notes?limit=', 400, 'invalid_parameter'],
    ['/api/v1/notes?limit=201', 400, 'invalid_parameter'],
    ['/api/v1/notes?limit=0x10', 400, 'invalid_parameter'],
    ['/api/v1/notes?limit=1e2', 400, 'invalid_parameter'],
    ['/api/v1/notes?limit=99999999999999999999', 400, 'invalid_parameter'],
    ['/api/v1/notes?limit=-1', 400, 'invalid_parameter'],
    ['/api/v1/notes?cursor=nonsense', 400, 'invalid_cursor'],
    ['/api/v1/notes?cursor=a%20b', 400, 'invalid_cursor'],
    ['/api/v1/notes?kinds=talk,swim', 400, 'invalid_parameter'],
    ['/api/v1/notes?pinned=yes', 400, 'invalid_parameter'],
  ];
  it.each(addresses)('GET %s is %i %s', async (path, status, code) => {
    const answer = await raw(edge.url, `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(answer).toContain(`"code":"${code}"`);
    expect(answer).toMatch(/^content-type: application\/problem\+json/im);
    expect(answer).toMatch(/^x-content-type-options: nosniff/im);
    expect(answer).toMatch(/^x-request-id: [\w.-]+/im);
  });

  it('another method gets 405 and learns which ones there are', async () => {
    const answer = await request(edge.url).put('/api/v1/notes').send({});
    expect([answer.status, answer.body.code, answer.headers.allow]).toEqual([
      405,
      'method_not_allowed',
      'GET, HEAD, POST',
    ]);
    const item = await request(edge.url).post(`/api/v1/notes/${id}`).send({});
    expect([item.status, item.headers.allow]).toEqual([405, 'DELETE, GET, HEAD, PATCH']);
  });

  it('headers that are not HTTP or too large are answered, not ignored', async () => {
    expect(await raw(edge.url, 'GET / HTTP/1.1\r\nHost: x\r\nX-Odd: a\0b\r\n\r\n')).toMatch(
      /^HTTP\/1.1 400 [^]*"code":"bad_request"/,
    );
    expect(await raw(edge.url, `GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${'a'.repeat(20_000)}\r\n\r\n`)).toMatch(
      /^HTTP\/1.1 431 [^]*"code":"headers_too_large"/,
    );
  });

  it('HEAD gets the status without a body', async () => {
    const answer = await raw(edge.url, 'HEAD /api/v1/nowhere HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    expect(answer).toMatch(/^HTTP\/1.1 404 /);
    expect(answer).toMatch(/\r\n\r\n$/);
  });

  it('wrong types are told field by field, with pointers into lists', async () => {
    const answer = await post(
      JSON.stringify({
        title: 5,
        kind: 'swim',
        pinned: 'yes',
        day: '2026-02-30',
        ownerId: '42',
        seats: [{ row: 1 }, { row: 'x' }, { row: 31, col: 1 }, 5],
        'a/b~c': 1,
      }),
    );
    expect(answer.body).toMatchObject({ status: 400, code: 'validation_failed' });
    expect(answer.body.errors).toEqual([
      { pointer: '/a~1b~0c', code: 'unknown_field', message: 'We do not know this field. Please leave it out.' },
      { pointer: '/title', code: 'not_text', message: 'Please give text here, in quotes.' },
      { pointer: '/kind', code: 'not_a_choice', message: 'Please choose one of: talk, walk.' },
      { pointer: '/pinned', code: 'not_yes_or_no', message: 'Please give true or false.' },
      { pointer: '/day', code: 'not_a_date', message: 'Please give a date that exists, such as 2026-03-31.' },
      { pointer: '/ownerId', code: 'not_an_id', message: 'Please give an id as you received it.' },
      { pointer: '/seats/1/row', code: 'not_a_whole_number', message: 'Please give a whole number.' },
      { pointer: '/seats/2/col', code: 'unknown_field', message: 'We do not know this field. Please leave it out.' },
      { pointer: '/seats/2/row', code: 'too_large', message: 'Please give 30 or less.' },
      { pointer: '/seats/3', code: 'not_an_object', message: 'Please give an object with named fields.' },
    ]);
  });

  it('at most twenty errors are listed', async () => {
    const answer = await post(JSON.stringify({ title: 'a', seats: Array.from({ length: 100 }, () => ({ row: 'x' })) }));
    expect(answer.body.errors).toHaveLength(20);
  });

  it('a missing field, a long text and control characters are told as such', async () => {
    const codes = await Promise.all(
      [{}, { title: 'abcdefghijk' }, { title: 'a\u0007' }, { title: '   ' }].map(
        async (body) => (await post(JSON.stringify(body))).body.errors[0].code,
      ),
    );
    expect(codes).toEqual(['required', 'too_long', 'odd_characters', 'required']);
  });

  it('text is trimmed and composed before it is measured', async () => {
    const answer = await post(JSON.stringify({ title: '  e\u0301abcdefghi  ' }));
    expect([answer.status, answer.body.title]).toEqual([201, '\u00e9abcdefghi']);
  });

  it('fields sent to an action that takes none are told', async () => {
    const answer = await send(edge.url, `/api/v1/notes/${id}/archiving`, '{"reason": "x"}', {
      'content-type': 'application/json',
    });
    expect(answer.body).toMatchObject({
      code: 'validation_failed',
      errors: [{ pointer: '/reason', code: 'unknown_field' }],
    });
    const empty = await send(edge.url, `/api/v1/notes/${id}/archiving`, '', {});
    expect(empty.status).toBe(204);
  });

  it('a route may take a larger body, and an upload is a stream with its own limit', async () => {
    const large = await send(edge.url, '/api/v1/notes/large', JSON.stringify({ text: 'a'.repeat(200_000) }), {
      'content-type': 'application/json',
    });
    expect(large.status).toBe(201);
    const upload = (size: number) =>
      send(edge.url, '/api/v1/notes/files', Buffer.alloc(size), { 'content-type': 'application/octet-stream' });
    expect((await upload(100)).body).toEqual({ size: 100 });
    expect((await upload(101)).body.code).toBe('body_too_large');
    const chunked = await raw(
      edge.url,
      `POST /api/v1/notes/files HTTP/1.1\r\nHost: x\r\nContent-Type: image/png\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n80\r\n${'a'.repeat(128)}\r\n0\r\n\r\n`,
    );
    expect(chunked).toMatch(/^HTTP\/1.1 413 /);
  });
});

function send(url: string, path: string, body: string | Buffer, headers: Record<string, string>) {
  const call = request(url).post(path).set(headers);
  // Superagent would turn a Buffer into JSON again; bytes must go out as they are.
  if (body.length > 0) call.serialize((given) => given);
  return body.length > 0 ? call.send(Buffer.isBuffer(body) ? body : Buffer.from(body)) : call;
}

/** Sends bytes as they are and reads until the connection closes. */
function raw(url: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const chunks: Buffer[] = [];
    const socket = connect(Number(port), hostname, () => socket.write(text));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('close', () => resolve(Buffer.concat(chunks).toString()));
    socket.on('error', reject);
  });
}
