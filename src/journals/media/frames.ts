const fewestFrames = 2;

/**
 * Keeps the frames of sound and nothing else: tags before, between and behind them go, and so does a second file that
 * hides there. `lengthAt` is the length of the frame that starts there, undefined where none does.
 */
export function framesOnly(
  bytes: Buffer,
  lengthAt: (bytes: Buffer, at: number) => number | undefined,
): Buffer | undefined {
  const frames: Buffer[] = [];
  let isInStep = false;
  for (let at = afterId3(bytes); at < bytes.length;) {
    const length = lengthAt(bytes, at);
    // After anything else, what only looks like a frame is not followed by another.
    isInStep =
      length !== undefined && at + length <= bytes.length && (isInStep || lengthAt(bytes, at + length) !== undefined);
    if (isInStep && length !== undefined) frames.push(bytes.subarray(at, at + length));
    at += isInStep && length !== undefined ? length : 1;
  }
  return frames.length < fewestFrames ? undefined : Buffer.concat(frames);
}

function afterId3(bytes: Buffer): number {
  let start = 0;
  while (bytes.toString('latin1', start, start + 3) === 'ID3') {
    const hasFooter = (bytes.readUInt8(start + 5) & 0x10) !== 0;
    start += 10 + syncSafe(bytes, start + 6) + (hasFooter ? 10 : 0);
  }
  return start;
}

/** Four bytes of seven bits each. */
const syncSafe = (bytes: Buffer, at: number): number =>
  [0, 1, 2, 3].reduce((size, index) => (size << 7) | (bytes.readUInt8(at + index) & 0x7f), 0);
