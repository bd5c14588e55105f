import { randomBytes } from 'node:crypto';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import type { Worker } from 'node:worker_threads';
import sharp from 'sharp';
import { aLearner, type TestPerson } from '../support/builders.js';
import { openTestCollege, type TestCollege } from '../support/college.js';
import { declaring, fieldsOf, photograph } from '../support/pictures.js';
import { anEntry, attach } from './journal.js';
import { found, sample } from './planted.js';

let college: TestCollege;
let robin: TestPerson;
let entryId: string;
beforeAll(async () => {
  college = await openTestCollege();
  robin = await aLearner(college);
  entryId = (await anEntry(robin)).id;
});
afterAll(() => college.close());

const add = (file: Buffer) => attach(college, robin, entryId, file);

async function kept(file: Buffer): Promise<{ mediaType: string; bytes: Buffer }> {
  const { status, body } = await add(file);
  expect([status, body.code]).toEqual([201, undefined]);
  const { body: bytes } = await college.http
    .get(`/api/v1/journal-attachments/${body.id}`)
    .auth(await robin.bearer(), { type: 'bearer' })
    .buffer(true)
    .responseType('blob');
  return { mediaType: body.mediaType, bytes };
}

/** Each thread that opens a picture, as it starts. */
async function watchingThreads<T>(watch: (thread: Worker) => void, work: () => Promise<T>): Promise<T> {
  const hear = (message: unknown) => watch((message as { worker: Worker }).worker);
  subscribe('worker_threads', hear);
  try {
    return await work();
  } finally {
    unsubscribe('worker_threads', hear);
  }
}

test.each([
  ['heif-enc.heic', 'image/jpeg', [320, 240], 'red green blue grey', ['person', 'place', 'note', 'day']],
  ['heif-enc-ten-bits.heic', 'image/jpeg', [320, 240], 'red green blue grey', []],
  ['heif-enc-alpha.heic', 'image/webp', [320, 240], 'red green blue none', []],
  ['grid-turned.heic', 'image/jpeg', [1000, 1000], 'green grey red blue', ['person', 'place', 'note', 'day']],
  ['grid-mirrored.heic', 'image/jpeg', [1000, 1000], 'green red grey blue', ['person', 'place', 'note', 'day']],
  ['heif-enc-48-megapixels.heic', 'image/jpeg', [4096, 3072], 'red green blue grey', []],
  ['pillow-48-megapixels.jpg', 'image/jpeg', [3072, 4096], 'blue red grey green', ['person', 'place', 'note', 'day']],
] as const)(
  '%s, as a telephone sends it, stands upright, and nothing that was written beside it is left (BR-134, BR-233)',
  async (file, mediaType, [width, height], fields, planted) => {
    const original = photograph(file);
    expect(found(original)).toEqual(planted);
    const picture = await kept(original);
    expect(picture.mediaType).toBe(mediaType);
    expect(found(picture.bytes)).toEqual([]);
    const head = await sharp(picture.bytes).metadata();
    expect([head.width, head.height, head.exif, head.xmp, head.icc, head.orientation]).toEqual([
      width,
      height,
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    expect(await fieldsOf(picture.bytes)).toBe(fields);
  },
);

test('a photograph of more than 10 MiB is taken, and the film behind it is not kept; a recording is not', async () => {
  const film = randomBytes(12 * 1024 * 1024);
  const { bytes } = await kept(Buffer.concat([photograph('pillow-48-megapixels.jpg'), film]));
  expect(bytes.length).toBeLessThan(1024 * 1024);
  expect(bytes.includes(film.subarray(0, 32))).toBe(false);
  const sound = await add(Buffer.concat([sample('lame-id3v1.mp3'), film]));
  expect([sound.status, sound.body.code]).toEqual([413, 'body_too_large']);
});

test.each([
  ['declares 54 million points', () => declaring(photograph('heif-enc.heic'), 9000, 6000), false],
  [
    'declares more than there are numbers for',
    () => declaring(photograph('heif-enc.heic'), 2 ** 32 - 1, 2 ** 32 - 1),
    false,
  ],
  ['declares few points and holds many', () => declaring(photograph('heif-enc-48-megapixels.heic'), 64, 48), true],
  [
    'is a PNG of 64 million points',
    () =>
      sharp({ create: { width: 8000, height: 8000, channels: 3, background: '#fff' } })
        .png()
        .toBuffer(),
    false,
  ],
] as const)('a picture that %s is told what to do, by what it declares (BR-233)', async (_, make, isBegun) => {
  const file = await make();
  let threads = 0;
  const answer = await watchingThreads(
    () => threads++,
    () => add(file),
  );
  expect([answer.status, answer.body.code]).toEqual([413, 'picture_too_large']);
  expect(answer.body.detail).toMatch(/50 million points.*smaller copy/);
  expect(threads).toBe(isBegun ? 1 : 0);
});

test('a picture that moves does not silently become its first moment (BR-233)', async () => {
  for (const file of [photograph('pillow-moving.webp'), Buffer.from('\0\0\0\x18ftyphevc\0\0\0\0hevcmsf1', 'latin1')])
    expect((await add(file)).body).toMatchObject({ status: 415, code: 'picture_moves' });
});

test('a thread that dies takes nobody with it: the answer is plain, and the next picture is taken', async () => {
  const killed = await watchingThreads(
    (thread) => void thread.terminate(),
    () => add(photograph('heif-enc.heic')),
  );
  expect([killed.status, killed.body.code]).toEqual([422, 'attachment_unreadable']);
  expect((await kept(photograph('heif-enc.heic'))).mediaType).toBe('image/jpeg');
});

test('pictures are opened one after the other (BR-233)', async () => {
  let [started, running, most] = [0, 0, 0];
  const answers = await watchingThreads(
    (thread) => {
      started++;
      most = Math.max(most, ++running);
      thread.on('exit', () => running--);
    },
    () => Promise.all([1, 2, 3].map(() => add(photograph('grid-turned.heic')))),
  );
  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
  expect([started, most]).toEqual([3, 1]);
});

test('half a HEIC picture is refused as damaged', async () => {
  const whole = photograph('heif-enc-ten-bits.heic');
  for (const length of [40, 300, whole.length - 60])
    expect((await add(whole.subarray(0, length))).body).toMatchObject({ status: 422, code: 'attachment_unreadable' });
});

test.each([
  ['ffmpeg-id3.aac', 'audio/aac'],
  ['ffmpeg-aac.3gp', 'audio/3gpp'],
  ['ffmpeg-amr.3gp', 'audio/3gpp'],
  ['opencore.amr', 'audio/amr'],
  ['visualon-wide.amr', 'audio/amr'],
])('%s, as older telephones record, is taken (BR-134)', async (file, mediaType) => {
  const recording = await kept(sample(file));
  expect(recording.mediaType).toBe(mediaType);
  expect(found(recording.bytes)).toEqual([]);
});

test('a kind of sound that is not taken is told which are, and how to get one', async () => {
  const caf = Buffer.concat([Buffer.from('caff\0\x01\0\0desc', 'latin1'), Buffer.alloc(64)]);
  for (const file of [caf, Buffer.from('fLaC'.padEnd(64, '\0'), 'latin1')]) {
    const { body } = await add(file);
    expect(body).toMatchObject({ status: 415, code: 'attachment_type_unsupported' });
    expect(body.detail).toMatch(/M4A.*3GP.*iPhone/);
  }
});
