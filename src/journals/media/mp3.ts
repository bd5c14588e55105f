/** Keeps the sound frames between the tags: ID3v2 in front, APE and ID3v1 behind. */
export function withoutMp3Tags(bytes: Buffer): Buffer | undefined {
  let start = 0;
  while (bytes.toString('latin1', start, start + 3) === 'ID3') {
    const hasFooter = (bytes.readUInt8(start + 5) & 0x10) !== 0;
    start += 10 + syncSafe(bytes, start + 6) + (hasFooter ? 10 : 0);
  }
  let end = bytes.length;
  for (let before = -1; before !== end; ) {
    before = end;
    if (end - start >= 128 && bytes.toString('latin1', end - 128, end - 125) === 'TAG') end -= 128;
    if (end - start >= 32 && bytes.toString('latin1', end - 32, end - 24) === 'APETAGEX') {
      const hasHeader = (bytes.readUInt32LE(end - 12) & 0x80000000) !== 0;
      end -= bytes.readUInt32LE(end - 20) + (hasHeader ? 32 : 0);
    }
  }
  while (start < end && bytes[start] === 0) start++;
  const isFrame = end - start > 4 && bytes[start] === 0xff && (bytes.readUInt8(start + 1) & 0xe0) === 0xe0;
  return isFrame ? bytes.subarray(start, end) : undefined;
}

/** Four bytes of seven bits each. */
const syncSafe = (bytes: Buffer, at: number): number =>
  [0, 1, 2, 3].reduce((size, index) => (size << 7) | (bytes.readUInt8(at + index) & 0x7f), 0);
