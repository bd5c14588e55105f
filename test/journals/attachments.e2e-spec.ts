import { randomBytes } from 'node:crypto';
import { request } from 'node:http';
import sharp from 'sharp';
import type { Response } from 'supertest';
import { newId } from '../../src/platform/ids.js';
import { aLearner, type TestPerson } from '../support/builders.js';
import { ChosenReaders } from './chosen-readers.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { HttpClient } from '../support/http-client.js';
import { anEntry, attach, etag, letShareWith, picture, share } from './journal.js';
import { m4a, mp3, ogg, oggChecksum, oggPages, wav, webm } from './recordings.js';

let college: TestCollege;
let robin: TestPerson;
let sam: TestPerson;
const secret = 'Marigold-Lane-7';

beforeAll(async () => {
  college = await openTestCollege({ providers: [ChosenReaders] });
  [robin, sam] = [await aLearner(college), await aLearner(college)];
  letShareWith(college, robin, sam);
});
afterAll(() => college.close());

async function fetch(person: TestPerson, id: string): Promise<Response & { body: Buffer }> {
  return college.http
    .get(`/api/v1/journal-attachments/${id}`)
    .auth(await person.bearer(), { type: 'bearer' })
    .buffer(true)
    .parse((response, done) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => done(null, Buffer.concat(chunks)));
    });
}

const withPlace = () =>
  sharp({ create: { width: 40, height: 20, channels: 3, background: '#884422' } })
    .withExif({
      IFD0: { Artist: secret, ImageDescription: secret },
      IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '51/1 30/1 0/1', GPSLongitudeRef: 'W', GPSLongitude: '0/1 7/1 0/1' },
    })
    .withMetadata({ orientation: 6 });

test.each(['jpeg', 'png', 'webp'] as const)(
  'a %s picture loses place, camera and names, and stands upright (BR-134)',
  async (format) => {
    const entry = await anEntry(robin);
    const original = await withPlace().toFormat(format).toBuffer();
    expect((await sharp(original).metadata()).exif?.includes(secret)).toBe(true);
    const { status, body } = await attach(college, robin, entry.id, original);
    expect([status, body.mediaType]).toEqual([201, `image/${format}`]);
    const kept = await fetch(robin, body.id);
    expect(kept.headers).toMatchObject({
      'content-type': `image/${format}`,
      'content-disposition': expect.stringMatching(/^attachment; filename="[\w-]+\.\w+"$/),
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
    });
    expect(kept.body.length).toBe(body.size);
    const { exif, xmp, iptc, icc, orientation, width, height } = await sharp(kept.body).metadata();
    expect([exif, xmp, iptc, icc, orientation, width, height]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      undefined,
      20,
      40,
    ]);
    expect(kept.body.includes(secret)).toBe(false);
  },
);

test.each([
  ['MP3', mp3, 'audio/mpeg', Buffer.alloc(413)],
  ['WAV', wav, 'audio/wav', Buffer.alloc(64, 128)],
  ['M4A', m4a, 'audio/mp4', Buffer.alloc(64, 7)],
  ['Ogg', ogg, 'audio/ogg', Buffer.alloc(40, 9)],
  ['WebM', webm, 'audio/webm', Buffer.alloc(20, 5)],
] as const)(
  'a recording in %s keeps its sound and loses every word beside it (BR-134)',
  async (_, record, mediaType, sound) => {
    const entry = await anEntry(robin);
    expect(record(secret).includes(secret)).toBe(true);
    const { status, body } = await attach(college, robin, entry.id, record(secret));
    expect([status, body.mediaType]).toEqual([201, mediaType]);
    const kept = (await fetch(robin, body.id)).body;
    expect(kept.includes(secret)).toBe(false);
    expect(kept.includes(sound)).toBe(true);
    const again = await attach(college, robin, entry.id, kept);
    expect(again.status).toBe(201);
    expect((await fetch(robin, again.body.id)).body.equals(kept)).toBe(true);
  },
);

test('the pages of an Ogg recording have the right checksums afterwards', async () => {
  const entry = await anEntry(robin);
  const { body } = await attach(college, robin, entry.id, ogg(secret));
  const pages = oggPages((await fetch(robin, body.id)).body);
  expect(pages).toHaveLength(3);
  for (const page of pages) {
    const stored = page.readUInt32LE(22);
    const bare = Buffer.from(page).fill(0, 22, 26);
    expect(oggChecksum(bare)).toBe(stored);
  }
});

test.each([
  ['moving pictures in MP4', m4a('x', 'vide'), 422],
  ['a place track in MP4', m4a('x', 'meta'), 422],
  ['moving pictures in WebM', webm('x', 1), 422],
  ['WebM with tags that say no length', webm('x', 2, { open: true }), 422],
  [
    'sound that is no sound',
    Buffer.concat([
      Buffer.from([0xff, 0xfb, 0x90, 0x00]),
      Buffer.from('PK\x03\x04 something else'.padEnd(900, 'x'), 'latin1'),
    ]),
    422,
  ],
  ['a page', Buffer.from('<html><script>alert(1)</script></html>'), 415],
  [
    'a drawing that could run scripts',
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    415,
  ],
  ['a program', Buffer.from('\x7fELF\x02\x01\x01'.padEnd(200, '\0'), 'latin1'), 415],
  ['nothing', Buffer.alloc(0), 415],
  ['half a recording', ogg('x').subarray(0, 90), 422],
  ['half a picture', Buffer.from('ffd8ffe000104a46494600010101004800480000', 'hex'), 422],
] as const)('%s is refused, whatever it calls itself', async (_, file, status) => {
  const entry = await anEntry(robin);
  const answer = await attach(college, robin, entry.id, file, { 'content-type': 'image/jpeg' });
  expect([answer.status, answer.body.status]).toEqual([status, status]);
});

test('a picture that would be too large when it is drawn anew is refused in plain words', async () => {
  const entry = await anEntry(robin);
  const noise = await sharp(randomBytes(4096 * 4096 * 3), { raw: { width: 4096, height: 4096, channels: 3 } })
    .jpeg({ quality: 70 })
    .toBuffer();
  expect(noise.length).toBeLessThan(10 * 1024 * 1024);
  expect((await attach(college, robin, entry.id, noise)).body).toMatchObject({
    status: 422,
    code: 'attachment_unreadable',
  });
});

test('an entry holds two hundred pictures and no more, so that every one can be shown and taken home', async () => {
  const entry = await anEntry(robin);
  const { body } = await attach(college, robin, entry.id, await picture());
  await college.sql.query(
    `
      insert into journal_attachment (
        id, entry_id, author_id, file_id, key_id, sealed_key, media_type, size, added_at
      )
      select gen_random_uuid(), entry_id, author_id, file_id, key_id, sealed_key, media_type, 0, added_at
      from journal_attachment, generate_series(1, 199)
      where id = $1`,
    [body.id],
  );
  expect((await attach(college, robin, entry.id, await picture())).body).toMatchObject({
    status: 422,
    code: 'attachments_many',
  });
  await college.sql.query('alter table journal_attachment disable trigger journal_attachment_file_goes');
  await college.sql.query('delete from journal_attachment where entry_id = $1 and size = 0', [entry.id]);
  await college.sql.query('alter table journal_attachment enable trigger journal_attachment_file_goes');
});

test('whoever sends three files very slowly keeps nobody else from adding one', async () => {
  const [slow, ali] = [await aLearner(college), await aLearner(college)];
  const [entry, other] = [await anEntry(slow), await anEntry(ali)];
  const headers = {
    authorization: `Bearer ${await slow.bearer()}`,
    'content-type': 'image/jpeg',
    'content-length': '5000',
  };
  const sending = [1, 2, 3].map(() => {
    const sent = request(`${college.url}/api/v1/journal-entries/${entry.id}/attachments`, {
      method: 'POST',
      headers,
    }).on('error', () => undefined);
    sent.write('x');
    return sent;
  });
  let refused = 0;
  for (let time = 0; refused !== 503 && time < 50; time++)
    refused = (await attach(college, slow, entry.id, await picture())).status;
  expect(refused).toBe(503);
  expect((await attach(college, ali, other.id, await picture())).status).toBe(201);
  for (const each of sending) each.destroy();
});

test('a file of more than 10 MiB that is no picture is refused', async () => {
  const entry = await anEntry(robin);
  const answer = await attach(college, robin, entry.id, Buffer.alloc(10 * 1024 * 1024 + 1, 1)).catch(
    (error: NodeJS.ErrnoException) => ({ status: error.code }),
  );
  expect([413, 'EPIPE', 'ECONNRESET']).toContain(answer.status);
  expect(await college.sql.query('select from journal_attachment where entry_id = $1', [entry.id])).toEqual([]);
});

test('a long recording comes back byte by byte from its pieces, which are sealed one by one', async () => {
  const entry = await anEntry(robin);
  const sound = Buffer.alloc(700_000, 128);
  const file = longWav(sound);
  const { body } = await attach(college, robin, entry.id, file);
  expect((await fetch(robin, body.id)).body.equals(file)).toBe(true);
  const pieces = await college.sql.query(
    `
      select c.sealed
      from stored_file_chunk c
      join journal_attachment a on a.file_id = c.file_id
      where a.id = $1
      order by position`,
    [body.id],
  );
  expect(pieces).toHaveLength(3);
  expect(pieces.some(({ sealed }: { sealed: Buffer }) => sealed.includes(Buffer.alloc(64, 128)))).toBe(false);
});

test('a journal has room for so much and no more, also when two things come at once', async () => {
  const ali = await aLearner(college);
  const entries = [await anEntry(ali), await anEntry(ali), await anEntry(ali)];
  await college.sql.query(`update college set policy = policy || '{"journalMegabytes": 10}'`);
  const file = longWav(Buffer.alloc(4_000_000, 1));
  const answers = await Promise.all(entries.map(({ id }) => attach(college, ali, id, file)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 201, 422]);
  expect(answers.find(({ status }) => status === 422)?.body).toMatchObject({ code: 'attachment_quota' });
  const first = answers.find(({ status }) => status === 201)?.body.id;
  expect((await ali.delete(`/journal-attachments/${first}`)).status).toBe(204);
  expect((await attach(college, ali, entries[0]?.id ?? '', file)).status).toBe(201);
  await college.sql.query(`update college set policy = policy - 'journalMegabytes'`);
});

test('a block shows an attachment, and a reader sees it exactly while a version with it is shared (BR-125, BR-134)', async () => {
  const entry = await anEntry(robin, 'no picture yet');
  const shown = (await attach(college, robin, entry.id, await picture(12))).body.id;
  const hidden = (await attach(college, robin, entry.id, await picture(14))).body.id;
  await share(robin, entry, sam);
  expect((await fetch(sam, shown)).status).toBe(404);
  const withPicture = await robin.patch(
    `/journal-entries/${entry.id}`,
    { blocks: [{ text: 'look', attachmentId: shown, description: 'the lake' }] },
    etag(1),
  );
  expect(withPicture.body.blocks).toEqual([
    { promptId: null, text: 'look', attachmentId: shown, description: 'the lake' },
  ]);
  expect((await fetch(sam, shown)).status).toBe(404);
  const grant = await share(robin, withPicture.body, sam);
  const [own, read] = [await fetch(robin, shown), await fetch(sam, shown)];
  expect(read.body.equals(own.body)).toBe(true);
  expect((await fetch(sam, hidden)).status).toBe(404);
  expect((await robin.get(`/journal-entries/${entry.id}/reads`)).body.items).toMatchObject([
    { what: 'attachment', reader: { id: sam.id } },
  ]);
  await robin.delete(`/journal-grants/${grant.id}`);
  expect((await fetch(sam, shown)).status).toBe(404);
  expect((await college.http.get(`/api/v1/journal-attachments/${shown}`)).status).toBe(401);
});

test('a retry of an upload adds it once; another file under the same key is told', async () => {
  const entry = await anEntry(robin);
  const key = { 'idempotency-key': 'the-same-picture' };
  const first = await attach(college, robin, entry.id, await picture(16), key);
  const again = await attach(college, robin, entry.id, await picture(16), key);
  expect(again.body.id).toBe(first.body.id);
  expect((await attach(college, robin, entry.id, await picture(18), key)).body.code).toBe('idempotency_key_reused');
  expect(await college.sql.query('select from journal_attachment where entry_id = $1', [entry.id])).toHaveLength(1);
});

function longWav(sound: Buffer): Buffer {
  const head = Buffer.alloc(44);
  head.write('RIFF', 0, 'latin1');
  head.writeUInt32LE(36 + sound.length, 4);
  head.write('WAVEfmt ', 8, 'latin1');
  head.writeUInt32LE(16, 16);
  head.set([1, 0, 1, 0], 20);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.set([1, 0, 8, 0], 32);
  head.write('data', 36, 'latin1');
  head.writeUInt32LE(sound.length, 40);
  return Buffer.concat([head, sound]);
}

test('a file that is refused before it is read leaves the connection usable', async () => {
  const client = new HttpClient(college.url, 5_000);
  const refused = () =>
    client.call({
      method: 'POST',
      path: `/api/v1/journal-entries/${newId()}/attachments`,
      headers: { 'content-type': 'image/png' },
      body: Buffer.alloc(900_000),
    });
  try {
    for (const _ of [1, 2, 3]) expect((await refused()).status).toBe(401);
    expect((await client.call({ method: 'GET', path: '/health/live' })).status).toBe(200);
  } finally {
    client.close();
  }
});
