import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';

const folder = join(import.meta.dirname, '../../../test/platform/pictures/samples');

/** A picture by an encoder that is not ours; the README beside them says how each was made. */
export const photograph = (file: string): Buffer => readFileSync(join(folder, file));

/** The head says another size than the picture has. */
export function declaring(file: Buffer, width: number, height: number): Buffer {
  const copy = Buffer.from(file);
  for (let at = copy.indexOf('ispe'); at >= 0; at = copy.indexOf('ispe', at + 4)) {
    copy.writeUInt32BE(width, at + 8);
    copy.writeUInt32BE(height, at + 12);
  }
  return copy;
}

const colours = { red: [220, 20, 20], green: [20, 180, 20], blue: [20, 20, 220], grey: [128, 128, 128] };

/** The colours of the four fields: above from left to right, then below. `none` where one can be seen through. */
export async function fieldsOf(picture: Buffer): Promise<string> {
  const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
  const colourAt = (x: number, y: number): string => {
    const at = (Math.floor(info.height * y) * info.width + Math.floor(info.width * x)) * 4;
    if ((data[at + 3] ?? 0) < 10) return 'none';
    const isNear = ([, colour]: [string, number[]]) =>
      colour.every((value, index) => Math.abs(value - (data[at + index] ?? 0)) < 25);
    return Object.entries(colours).find(isNear)?.[0] ?? data.subarray(at, at + 4).join();
  };
  return [colourAt(0.25, 0.25), colourAt(0.75, 0.25), colourAt(0.25, 0.75), colourAt(0.75, 0.75)].join(' ');
}
