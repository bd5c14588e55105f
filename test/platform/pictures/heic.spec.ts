import { decodedHeic } from '../../../src/platform/pictures/heic.js';
import { photograph } from '../../support/pictures.js';

test('a picture that takes too long to open is given up', async () => {
  expect(await decodedHeic(photograph('heif-enc-48-megapixels.heic'), 1)).toBe('too large');
});

test('what is no picture at all is unreadable', async () => {
  expect(await decodedHeic(Buffer.from('no picture'))).toBe('unreadable');
});
