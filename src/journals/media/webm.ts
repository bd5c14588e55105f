/** Element ids of Matroska, with their marker bits. */
const segment = 0x18538067;
const info = 0x1549a966;
const tracks = 0x1654ae6b;
const track = 0xae;
const containers = new Set([segment, info, tracks, track]);
const revealing = new Set([
  0x1254c367, // Tags
  0x1941a469, // Attachments
  0x1043a770, // Chapters
  0x7ba9, // Title
  0x4461, // DateUTC
  0x7384, // SegmentFilename
  0x73a4, // SegmentUUID
  0x536e, // Name of a track
  0xec, // empty space: whatever an editor left there
]);
/** The names of the programs that wrote it must be there. */
const needed = new Set([0x4d80, 0x5741]);
const kindOfTrack = 0x83;
const sound = 2;
const emptySpace = 0xec;

/**
 * Blanks titles, dates, tags and attachments of a WebM recording: they become empty space of the same size, so that nothing
 * moves. Undefined for moving pictures and damaged files.
 */
export function withoutWebmTags(bytes: Buffer): Buffer | undefined {
  const copy = Buffer.from(bytes);
  return blank(copy, 0, copy.length) ? copy : undefined;
}

function blank(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to; ) {
    const { id, content, end } = elementAt(bytes, at);
    if (end === undefined) {
      at = content;
      continue;
    }
    if (end > to) return false;
    if (id === kindOfTrack && bytes.readUIntBE(content, end - content) !== sound) return false;
    if (needed.has(id)) bytes.fill(' ', content, end);
    else if (revealing.has(id)) makeEmpty(bytes, at, end);
    else if (containers.has(id) && !blank(bytes, content, end)) return false;
    at = end;
  }
  return true;
}

/** A length of one byte where it fits, else of eight. */
function makeEmpty(bytes: Buffer, from: number, to: number): void {
  bytes.fill(0, from, to);
  bytes.writeUInt8(emptySpace, from);
  if (to - from < 9) bytes.writeUInt8(0x80 | (to - from - 2), from + 1);
  else bytes.writeBigUInt64BE((1n << 56n) | BigInt(to - from - 9), from + 1);
}

/** `end` is undefined for an element that goes on until something else starts: a recording that was still running when its head was written. */
function elementAt(bytes: Buffer, at: number): { id: number; content: number; end: number | undefined } {
  const idLength = lengthOf(bytes.readUInt8(at), 4);
  const id = bytes.readUIntBE(at, idLength);
  const sizeLength = lengthOf(bytes.readUInt8(at + idLength), 8);
  const content = at + idLength + sizeLength;
  let size = BigInt(bytes.readUInt8(at + idLength) & (0xff >> sizeLength));
  for (let index = 1; index < sizeLength; index++) size = (size << 8n) | BigInt(bytes.readUInt8(at + idLength + index));
  const isOpen = size === (1n << BigInt(7 * sizeLength)) - 1n;
  return { id, content, end: isOpen ? undefined : content + Number(size) };
}

function lengthOf(first: number, most: number): number {
  const length = Math.clz32(first) - 23;
  if (length > most) throw new RangeError('No element starts here');
  return length;
}
