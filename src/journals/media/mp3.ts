import { framesOnly } from './frames.js';

const kilobits = {
  mpeg1: [
    undefined,
    [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384],
    [0, 32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448],
  ],
  mpeg2: [
    undefined,
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
    [0, 32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256],
  ],
} as const;
/** By the version's two bits: MPEG 2.5, none, MPEG 2, MPEG 1. */
const hertz = [[11_025, 12_000, 8_000], undefined, [22_050, 24_000, 16_000], [44_100, 48_000, 32_000]] as const;

/** Its frames alone, of any layer. */
export const withoutMp3Tags = (bytes: Buffer): Buffer | undefined =>
  framesOnly(bytes, (file, at) => (at + 4 <= file.length ? frameLength(file.readUInt32BE(at)) : undefined));

/** The length that a frame's head announces; undefined when it is none. */
function frameLength(head: number): number | undefined {
  const [version, layer, bitrate, rate, padding] = [
    (head >>> 19) & 3,
    (head >>> 17) & 3,
    (head >>> 12) & 15,
    (head >>> 10) & 3,
    (head >>> 9) & 1,
  ];
  const bits = (version === 3 ? kilobits.mpeg1 : kilobits.mpeg2)[layer]?.[bitrate];
  const perSecond = hertz[version]?.[rate];
  if (head >>> 21 !== 0x7ff || !bits || perSecond === undefined) return undefined;
  // Layer I counts in slots of four bytes.
  if (layer === 3) return (Math.floor((12_000 * bits) / perSecond) + padding) * 4;
  const samples = layer === 1 && version !== 3 ? 72_000 : 144_000;
  return Math.floor((samples * bits) / perSecond) + padding;
}
