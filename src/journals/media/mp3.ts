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
const fewestFrames = 2;

/**
 * Keeps the frames of sound and nothing else: tags before, between and behind them go, and so does a second file that
 * hides there.
 */
export function withoutMp3Tags(bytes: Buffer): Buffer | undefined {
  const frames: Buffer[] = [];
  let isInStep = false;
  for (let at = afterTags(bytes); at + 4 <= bytes.length;) {
    const length = frameLength(bytes.readUInt32BE(at));
    // After anything else, what only looks like a frame is not followed by another.
    isInStep = length !== undefined && at + length <= bytes.length && (isInStep || startsFrame(bytes, at + length));
    if (isInStep && length !== undefined) frames.push(bytes.subarray(at, at + length));
    at += isInStep && length !== undefined ? length : 1;
  }
  return frames.length < fewestFrames ? undefined : Buffer.concat(frames);
}

function afterTags(bytes: Buffer): number {
  let start = 0;
  while (bytes.toString('latin1', start, start + 3) === 'ID3') {
    const hasFooter = (bytes.readUInt8(start + 5) & 0x10) !== 0;
    start += 10 + syncSafe(bytes, start + 6) + (hasFooter ? 10 : 0);
  }
  return start;
}

const startsFrame = (bytes: Buffer, at: number): boolean =>
  at + 4 <= bytes.length && frameLength(bytes.readUInt32BE(at)) !== undefined;

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

/** Four bytes of seven bits each. */
const syncSafe = (bytes: Buffer, at: number): number =>
  [0, 1, 2, 3].reduce((size, index) => (size << 7) | (bytes.readUInt8(at + index) & 0x7f), 0);
