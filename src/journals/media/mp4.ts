const containers = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'mvex', 'moof', 'traf', 'edts', 'dinf']);
/** What it takes to play sound. Any other box may hold anything: titles, places, previews, notes of the maker. */
const needed = new Set([
  ...containers,
  'ftyp',
  'styp',
  'mdat',
  'mvhd',
  'tkhd',
  'mdhd',
  'hdlr',
  'smhd',
  'dref',
  'elst',
  'stsd',
  'stts',
  'ctts',
  'stsc',
  'stsz',
  'stz2',
  'stco',
  'co64',
  'stss',
  'sgpd',
  'sbgp',
  'mehd',
  'trex',
  'mfhd',
  'tfhd',
  'tfdt',
  'trun',
  'sidx',
]);
const dated = new Set(['mvhd', 'tkhd', 'mdhd']);
/** Kinds of tracks, and of references to sound; a track of pictures, texts or places has another. */
const harmless = new Set(['soun', 'url ', 'alis']);

/**
 * Blanks whatever is not needed to play the sound: titles, place, maker, times. Nothing moves, because the tables of an
 * MP4 hold positions: a box becomes free space of the same size. Undefined for moving pictures and damaged files.
 */
export function withoutMp4Metadata(bytes: Buffer): Buffer | undefined {
  const copy = Buffer.from(bytes);
  return blank(copy, 0, copy.length) ? copy : undefined;
}

function blank(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to;) {
    const { type, content, end } = boxAt(bytes, at, to);
    if (end > to || end < content) return false;
    if (type === 'hdlr' && !harmless.has(bytes.toString('latin1', content + 8, content + 12))) return false;
    if (!needed.has(type)) {
      bytes.write('free', at + 4, 'latin1');
      bytes.fill(0, content, end);
    } else if (dated.has(type)) {
      // Version 1 writes both times with eight bytes each, version 0 with four.
      bytes.fill(0, content + 4, content + 4 + (bytes.readUInt8(content) === 1 ? 16 : 8));
    } else if (type === 'hdlr') {
      // Behind the kind of handler stands a name that the device chose.
      bytes.fill(0, Math.min(end, content + 24), end);
    } else if (type === 'dref') {
      if (!blankReferences(bytes, content + 8, end)) return false;
    } else if (containers.has(type) && !blank(bytes, content, end)) return false;
    at = end;
  }
  return true;
}

/** Each says where the sound is: in this file. An old editor wrote the path to it as well. */
function blankReferences(bytes: Buffer, from: number, to: number): boolean {
  for (let at = from; at < to;) {
    const { content, end } = boxAt(bytes, at, to);
    if (end > to || end < content) return false;
    bytes.fill(0, Math.min(end, content + 4), end);
    at = end;
  }
  return true;
}

function boxAt(bytes: Buffer, at: number, to: number): { type: string; content: number; end: number } {
  const size = bytes.readUInt32BE(at);
  const type = bytes.toString('latin1', at + 4, at + 8);
  if (size === 0) return { type, content: at + 8, end: to };
  if (size === 1) return { type, content: at + 16, end: at + Number(bytes.readBigUInt64BE(at + 8)) };
  return { type, content: at + 8, end: at + size };
}
