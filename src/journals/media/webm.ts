import { blankComments } from './ogg.js';

/** Element ids of Matroska, with their marker bits. */
const containers = new Set([
  0x18538067, // Segment
  0x1549a966, // Info
  0x1654ae6b, // Tracks
  0xae, // TrackEntry
  0x1f43b675, // Cluster
  0xa0, // BlockGroup
]);
/** The names of the programs that wrote it must be there. */
const named = new Set([0x4d80, 0x5741]);
/**
 * What it takes to play sound. Anything else may hold words, pictures and places, and an element without an end would
 * spill its parts.
 */
const needed = new Set([
  ...containers,
  ...named,
  0x1a45dfa3, // the head of the file
  0x114d9b74,
  0x1c53bb6b, // where things are
  0x2ad7b1,
  0x4489, // the unit of time, and how long it is
  0xd7,
  0x73c5,
  0x83,
  0xb9,
  0x88,
  0x55aa,
  0x9c,
  0x86,
  0x63a2,
  0x56aa,
  0x56bb,
  0x23e383,
  0xe1, // of a track: number, kind, codec, sampling
  0xe7,
  0xa7,
  0xab,
  0xa3,
  0xa1,
  0x9b,
  0xfb,
  0x75a2, // of a cluster: its time and its blocks
]);
const kindOfTrack = 0x83;
const sound = 2;
const emptySpace = 0xec;
const codecPrivate = 0x63a2;
/** Of the three headers of Vorbis, the second; a list of three starts with their number less one. */
const commentMark = '\x03vorbis';
const threeInList = 2;

/**
 * Blanks titles, dates, tags and attachments of a WebM recording: they become empty space of the same size, so that
 * nothing moves. Undefined for moving pictures and damaged files.
 */
export function withoutWebmTags(bytes: Buffer): Buffer | undefined {
  const copy = Buffer.from(bytes);
  return blank(copy, 0, copy.length) ? copy : undefined;
}

function blank(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to;) {
    const { id, content, end } = elementAt(bytes, at);
    if (end === undefined) {
      if (!containers.has(id)) return false;
      at = content;
      continue;
    }
    if (end > to) return false;
    if (id === kindOfTrack && bytes.readUIntBE(content, end - content) !== sound) return false;
    if (id === codecPrivate) blankVorbisComments(bytes.subarray(content, end));
    if (named.has(id)) bytes.fill(' ', content, end);
    else if (!needed.has(id)) makeEmpty(bytes, at, end);
    else if (containers.has(id) && !blank(bytes, content, end)) return false;
    at = end;
  }
  return true;
}

/**
 * Vorbis keeps its headers in the head of the track, as one list, and with them the comments of the file that it came
 * from. No other codec of WebM starts so.
 */
function blankVorbisComments(headers: Buffer): void {
  if (headers[0] !== threeInList) return;
  const [first, afterFirst] = lengthInList(headers, 1);
  const [second, afterSecond] = lengthInList(headers, afterFirst);
  const comments = headers.subarray(afterSecond + first, afterSecond + first + second);
  if (comments.toString('latin1', 0, commentMark.length) !== commentMark) throw new RangeError('No comments here');
  blankComments(comments, commentMark.length);
}

/** Summed up from bytes, of which only the last is below 255; and where it ends. */
function lengthInList(headers: Buffer, from: number): [length: number, end: number] {
  let [length, at] = [0, from];
  for (; headers.readUInt8(at) === 255; at++) length += 255;
  return [length + headers.readUInt8(at), at + 1];
}

/** A length of one byte where it fits, else of eight. */
function makeEmpty(bytes: Buffer, from: number, to: number): void {
  bytes.fill(0, from, to);
  bytes.writeUInt8(emptySpace, from);
  if (to - from < 9) bytes.writeUInt8(0x80 | (to - from - 2), from + 1);
  else bytes.writeBigUInt64BE((1n << 56n) | BigInt(to - from - 9), from + 1);
}

/**
 * `end` is undefined for an element that goes on until something else starts: a recording that was still running when
 * its head was written.
 */
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
