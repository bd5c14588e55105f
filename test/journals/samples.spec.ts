import { readdirSync } from 'node:fs';
import { createContext, Script } from 'node:vm';
import fc from 'fast-check';
import { fileTypeFromBuffer } from 'file-type';
import { cleaned } from '../../src/journals/media/recording.js';
import { folder, found, sample, samples } from './planted.js';
import { soundOf } from './sound.js';

/** As the service does it: what the content shows decides. */
async function clean(bytes: Buffer) {
  const type = (await fileTypeFromBuffer(bytes))?.mime.split(';')[0] ?? '';
  return cleaned(bytes, type);
}

test('every sample is listed, and is small', () => {
  const files = readdirSync(folder).filter((file) => !/\.(md|sh|mjs)$/.test(file));
  expect(samples.map(([file]) => file).toSorted()).toEqual(files.toSorted());
  for (const file of files) expect(sample(file).length).toBeLessThanOrEqual(10 * 1024);
});

test.each(samples)('%s is taken, and nothing that was written beside the sound is left (BR-134)', async (...of) => {
  const [file, mediaType, planted] = of;
  const original = sample(file);
  expect(found(original)).toEqual(planted);
  const kept = await clean(original);
  expect(kept?.mediaType).toBe(mediaType);
  expect(found(kept?.bytes ?? original)).toEqual([]);
});

test.each(samples)('%s sounds as before, and is clean once and for all', async (file, mediaType) => {
  const original = sample(file);
  const before = original.toString('latin1');
  const kept = (await clean(original))?.bytes ?? Buffer.alloc(0);
  expect(original.toString('latin1')).toBe(before);
  const sound = soundOf[mediaType]?.(original) ?? [];
  expect(sound.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(150);
  expect(soundOf[mediaType]?.(kept)).toEqual(sound);
  expect((await clean(kept))?.bytes.equals(kept)).toBe(true);
});

/** One way to damage a file; places are counted round it. */
const damage: fc.Arbitrary<(file: Buffer) => Buffer> = fc.oneof(
  fc.nat().map((end) => (file: Buffer) => file.subarray(0, end % (file.length + 1))),
  fc.nat().map((start) => (file: Buffer) => file.subarray(start % (file.length + 1))),
  fc.tuple(fc.nat(), fc.nat({ max: 255 })).map(([at, value]) => (file: Buffer) => {
    const copy = Buffer.from(file);
    copy[at % (file.length + 1)] = value;
    return copy;
  }),
  fc
    .tuple(fc.nat(), fc.constantFrom(0, 1, 2, 7, 0x7fffffff, 0x80000000, 0xffffffff))
    .map(([at, value]) => (file: Buffer) => {
      const length = Buffer.alloc(4);
      length.writeUInt32BE(value);
      const start = at % (file.length + 1);
      return Buffer.concat([file.subarray(0, start), length, file.subarray(start + 4)]);
    }),
  fc.tuple(fc.nat(), fc.nat(), fc.nat()).map((cuts) => (file: Buffer) => {
    const [a = 0, b = 0, c = 0] = cuts.map((cut) => cut % (file.length + 1)).toSorted((x, y) => x - y);
    return Buffer.concat([file.subarray(0, a), file.subarray(b, c), file.subarray(a, b), file.subarray(c)]);
  }),
);
const damages = fc.array(damage, { minLength: 1, maxLength: 6 });

/** Milliseconds; a file of ten kilobytes takes less than one, and a loop without an end would take them all. */
const longest = 5_000;
/** The padding of one odd chunk. */
const mostAdded = 1;

test.each(samples)('%s cut, changed or shuffled is cleaned or refused, and soon', (file, mediaType) => {
  const original = sample(file);
  const run = new Script('run()');
  fc.assert(
    fc.property(damages, (steps) => {
      const damaged = steps.reduce((bytes, step) => step(bytes), original);
      const context = createContext({ run: () => cleaned(damaged, mediaType) });
      const kept = run.runInContext(context, { timeout: longest }) as ReturnType<typeof cleaned>;
      expect(kept?.bytes.length ?? 0).toBeLessThanOrEqual(damaged.length + mostAdded);
    }),
    { numRuns: 150 },
  );
});
