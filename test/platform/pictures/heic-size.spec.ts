import fc from 'fast-check';
import { declaredPoints } from '../../../src/platform/pictures/heic-size.js';
import { declaring, photograph } from '../../support/pictures.js';

const box = (type: string, ...content: Buffer[]): Buffer => {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(8 + Buffer.concat(content).length);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, ...content]);
};
const size = (width: number, height: number): Buffer => {
  const content = Buffer.alloc(12);
  content.writeUInt32BE(width, 4);
  content.writeUInt32BE(height, 8);
  return box('ispe', content);
};
const head = (...sizes: Buffer[]): Buffer => box('meta', Buffer.alloc(4), box('iprp', box('ipco', ...sizes)));
const withLength = (file: Buffer, length: number): Buffer => {
  const copy = Buffer.from(file);
  copy.writeUInt32BE(length);
  return copy;
};
const long = (file: Buffer): Buffer => {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(file.length + 8));
  return Buffer.concat([withLength(file, 1).subarray(0, 8), length, file.subarray(8)]);
};

test.each([
  ['one picture', head(size(640, 480)), 640 * 480],
  ['a picture with its preview, whichever comes first', head(size(64, 48), size(640, 480), size(32, 24)), 640 * 480],
  ['a picture of tiles', photograph('grid-turned.heic'), 1000 * 1000],
  ['48 million points', photograph('heif-enc-48-megapixels.heic'), 8064 * 6048],
  ['more than 32 bits', declaring(photograph('heif-enc.heic'), 2 ** 32 - 1, 2 ** 32 - 1), (2 ** 32 - 1) ** 2],
  ['a size of nothing beside another', head(size(0, 480), size(640, 480)), undefined],
  ['a head that runs to the end', withLength(head(size(640, 480)), 0), 640 * 480],
  ['a head with a long length', long(head(size(640, 480))), 640 * 480],
  ['a head that says to be longer than the file', withLength(head(size(640, 480)), 0x7fffffff), 640 * 480],
  ['a head that says to be shorter than a head', withLength(head(size(640, 480)), 4), undefined],
  ['a size that stands elsewhere', Buffer.concat([box('free', size(640, 480)), head()]), undefined],
  ['half a size', head(size(640, 480).subarray(0, 14)), undefined],
  ['nothing', Buffer.alloc(0), undefined],
])('%s', (_, file, points) => {
  expect(declaredPoints(file)).toBe(points);
});

test('whatever is damaged, the head is read to an end', () => {
  const file = photograph('heif-enc.heic');
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.nat({ max: 900 }), fc.nat({ max: 255 })), { maxLength: 20 }), (changes) => {
      const damaged = Buffer.from(file);
      for (const [at, value] of changes) damaged[at] = value;
      declaredPoints(damaged);
    }),
  );
});
