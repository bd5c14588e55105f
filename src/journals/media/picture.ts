import type { Sharp } from 'sharp';

export const mostMegapixels = 40;
const longestSide = 4096;

const writers = {
  'image/jpeg': (picture: Sharp) => picture.jpeg({ quality: 88 }),
  'image/png': (picture: Sharp) => picture.png(),
  'image/webp': (picture: Sharp) => picture.webp({ quality: 88 }),
} as const;

export type PictureType = keyof typeof writers;

export const isPicture = (mediaType: string): mediaType is PictureType => mediaType in writers;

/**
 * The picture drawn anew, upright, at most 4,096 points long: no EXIF, GPS, thumbnail, comment or profile of the camera
 * is left. Undefined when it cannot be read.
 */
export async function redrawn(bytes: Buffer, mediaType: PictureType): Promise<Buffer | undefined> {
  // Loaded with the first picture: the library is large, and many processes never need it.
  const { default: sharp } = await import('sharp');
  // Nobody's picture stays in memory for the sake of the next one.
  sharp.cache(false);
  try {
    const picture = sharp(bytes, { limitInputPixels: mostMegapixels * 1_000_000, failOn: 'error' })
      .rotate()
      .resize({ width: longestSide, height: longestSide, fit: 'inside', withoutEnlargement: true });
    return await writers[mediaType](picture).toBuffer();
  } catch {
    return undefined;
  }
}
