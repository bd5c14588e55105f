/** The header packet with the comments, by codec: Opus and Vorbis put theirs second. */
const commentMarks = ['OpusTags', '\x03vorbis'];
const soundMarks = ['OpusHead', '\x01vorbis'];

/**
 * Blanks the comments (titles, places, pictures) of an Ogg recording. The packet keeps its length and only its text
 * becomes spaces, so that the pages stay where they are; their checksums are made anew. Undefined for anything but one
 * stream of Opus or Vorbis.
 */
export function withoutOggComments(bytes: Buffer): Buffer | undefined {
  const copy = Buffer.from(bytes);
  const pages = pagesOf(copy);
  const [first] = pages;
  if (
    !first ||
    !soundMarks.some((mark) => copy.toString('latin1', first.content, first.content + mark.length) === mark)
  )
    return undefined;
  if (pages.some(({ serial }) => serial !== first.serial)) return undefined;

  const places = bytesOfSecondPacket(pages);
  const packet = Buffer.from(places.map((place) => copy.readUInt8(place)));
  const mark = commentMarks.find((each) => packet.toString('latin1', 0, each.length) === each);
  if (mark === undefined) return undefined;
  blankComments(packet, mark.length);
  for (const [index, place] of places.entries()) copy.writeUInt8(packet.readUInt8(index), place);
  for (const page of pages) {
    copy.writeUInt32LE(0, page.start + 22);
    copy.writeUInt32LE(checksum(copy.subarray(page.start, page.end)), page.start + 22);
  }
  return copy;
}

interface Page {
  start: number;
  content: number;
  end: number;
  serial: number;
  segments: number[];
}

function pagesOf(bytes: Buffer): Page[] {
  const pages: Page[] = [];
  for (let start = 0; start < bytes.length;) {
    if (bytes.toString('latin1', start, start + 4) !== 'OggS') throw new RangeError('No page starts here');
    const count = bytes.readUInt8(start + 26);
    const segments = [...bytes.subarray(start + 27, start + 27 + count)];
    const content = start + 27 + count;
    const end = content + segments.reduce((sum, size) => sum + size, 0);
    if (end > bytes.length) throw new RangeError('The last page is cut off');
    pages.push({ start, content, end, serial: bytes.readUInt32LE(start + 14), segments });
    start = end;
  }
  return pages;
}

/** Where each byte of the second packet lies; a packet ends with a segment shorter than 255 and may run over pages. */
function bytesOfSecondPacket(pages: Page[]): number[] {
  const places: number[] = [];
  let packet = 1;
  for (const { content, segments } of pages) {
    let at = content;
    for (const size of segments) {
      if (packet === 2) for (let index = 0; index < size; index++) places.push(at + index);
      at += size;
      if (size < 255 && ++packet > 2) return places;
    }
  }
  return places;
}

/**
 * Vendor and comments, each with its length before it, from `at` on. Their letters become spaces, and what follows them
 * zeros.
 */
export function blankComments(packet: Buffer, at: number): void {
  const text = (position: number): number => {
    const end = position + 4 + packet.readUInt32LE(position);
    if (end > packet.length) throw new RangeError('A comment runs beyond its packet');
    packet.fill(' ', position + 4, end);
    return end;
  };
  let position = text(at);
  const count = packet.readUInt32LE(position);
  position += 4;
  for (let index = 0; index < count; index++) position = text(position);
  // Vorbis ends with one more byte that must stay.
  packet.fill(0, packet.toString('latin1', 0, 8) === 'OpusTags' ? position : position + 1);
}

const table = Array.from({ length: 256 }, (_, index) => {
  let value = index << 24;
  for (let bit = 0; bit < 8; bit++) value = value & 0x80000000 ? (value << 1) ^ 0x04c11db7 : value << 1;
  return value >>> 0;
});

/** Ogg's own CRC-32: polynomial 04c11db7, nothing reflected, starting at zero. */
function checksum(page: Buffer): number {
  let value = 0;
  // By index: this runs over every byte of a recording, and an iterator would take ten times as long.
  for (let index = 0; index < page.length; index++)
    value = ((value << 8) ^ (table[((value >>> 24) ^ (page[index] ?? 0)) & 0xff] ?? 0)) >>> 0;
  return value;
}
