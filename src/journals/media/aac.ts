import { framesOnly } from './frames.js';

const headBytes = 7;

/** AAC as a bare stream (ADTS): its frames alone, all with the profile, rate and channels of the first. */
export function withoutAacTags(bytes: Buffer): Buffer | undefined {
  let first: number | undefined;
  return framesOnly(bytes, (file, at) => {
    const length = lengthAt(file, at);
    if (length === undefined) return undefined;
    const kind = kindAt(file, at);
    // What does not lead on to a frame of its own kind is no first frame.
    if (first === undefined && lengthAt(file, at + length) !== undefined && kindAt(file, at + length) === kind)
      first = kind;
    return kind === first ? length : undefined;
  });
}

/** Version, profile, sampling rate and channels, without the bits that may change from frame to frame. */
const kindAt = (bytes: Buffer, at: number): number => bytes.readUInt32BE(at) & 0xfffefdc0;

function lengthAt(bytes: Buffer, at: number): number | undefined {
  if (at + headBytes > bytes.length) return undefined;
  const isFrame = (bytes.readUInt16BE(at) & 0xfff6) === 0xfff0 && ((bytes.readUInt8(at + 2) >>> 2) & 15) < 13;
  const length = (bytes.readUIntBE(at + 3, 3) >>> 5) & 0x1fff;
  return isFrame && length > headBytes ? length : undefined;
}
