import type { Sharp } from 'sharp';
import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';
import { Turns } from '../turns.js';
import { decodedHeic } from './heic.js';
import { declaredPoints } from './heic-size.js';

/** Largest photograph in bytes; telephones write up to 25 MiB for fifty million points. */
export const largestPhotograph = 32 * 1024 * 1024;
const mostMegapixels = 50;
const mostPoints = mostMegapixels * 1_000_000;
const longestSide = 4096;

const writers = {
  'image/jpeg': (picture: Sharp) => picture.jpeg({ quality: 88 }),
  'image/png': (picture: Sharp) => picture.png(),
  'image/webp': (picture: Sharp) => picture.webp({ quality: 88 }),
} as const;
const heic = new Set(['image/heic', 'image/heif']);
const moving = new Set(['image/apng', 'image/heic-sequence', 'image/heif-sequence']);

type KeptType = keyof typeof writers;
const isKept = (mediaType: string): mediaType is KeptType => mediaType in writers;

/** Whether a type found in the content is that of a picture, also of one that moves. */
export const isPicture = (mediaType: string): boolean =>
  isKept(mediaType) || heic.has(mediaType) || moving.has(mediaType);

/** Opened, one picture can take hundreds of megabytes. */
const turns = new Turns({
  atOnce: 1,
  waiting: 12,
  patience: 20_000,
  refusal: () => refuse(platformRefusals.busy, { retryAfter: 10 }),
});

/**
 * The picture drawn anew, upright, at most 4,096 points long: nothing of what a device wrote beside it is left, neither
 * place, camera, profile, preview nor depth. A HEIC becomes a JPEG, one that can be seen through a WebP. Undefined when it
 * cannot be read. 413 `picture_too_large`, told before it is opened; 415 `picture_moves`; 503 while many are drawn (BR-233).
 */
export async function redrawn(
  bytes: Buffer,
  mediaType: string,
): Promise<{ bytes: Buffer; mediaType: KeptType } | undefined> {
  if (moving.has(mediaType)) throw refuse(platformRefusals.picture_moves);
  // Loaded with the first picture: the library is large, and many processes never need it.
  const { default: sharp } = await import('sharp');
  // Nobody's picture stays in memory for the sake of the next one.
  sharp.cache(false);
  if (isKept(mediaType)) {
    const head = await orUndefined(sharp(bytes, { limitInputPixels: false }).metadata());
    if (!head) return undefined;
    refuseLarge(head.width * head.height);
    if ((head.pages ?? 1) > 1) throw refuse(platformRefusals.picture_moves);
    return turns.run(() =>
      written(sharp(bytes, { limitInputPixels: mostPoints, failOn: 'error' }).rotate(), mediaType),
    );
  }
  const declared = declaredPoints(bytes);
  if (declared === undefined) return undefined;
  refuseLarge(declared);
  return turns.run(async () => {
    const decoded = await decodedHeic(bytes);
    if (decoded === 'too large') throw tooLarge();
    if (decoded === 'unreadable') return undefined;
    const { pixels, ...raw } = decoded;
    return written(sharp(pixels, { raw }), raw.channels === 4 ? 'image/webp' : 'image/jpeg');
  });
}

async function written(picture: Sharp, mediaType: KeptType) {
  const small = picture.resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true });
  const bytes = await orUndefined(writers[mediaType](small).toBuffer());
  return bytes && { bytes, mediaType };
}

const tooLarge = () => refuse(platformRefusals.picture_too_large, { values: { megapixels: mostMegapixels } });

function refuseLarge(points: number): void {
  if (points > mostPoints) throw tooLarge();
}

const orUndefined = <T>(work: Promise<T>): Promise<T | undefined> => work.catch(() => undefined);
