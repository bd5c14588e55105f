/** Where the sound is in a file, found otherwise than the cleaner finds it: with no care for damaged files. */
export const soundOf: Record<string, (file: Buffer) => Buffer[]> = {
  'audio/mpeg': (file) => [file.subarray(afterId3(file), tailAt(file))],
  'audio/wav': (file) => ['fmt ', 'data'].map((name) => wavChunk(file, name)),
  'audio/mp4': (file) => [...mp4Boxes(file)],
  'audio/3gpp': (file) => [...mp4Boxes(file)],
  'audio/aac': (file) => [file.subarray(afterId3(file), tailAt(file))],
  'audio/amr': (file) => [file.subarray(0, amrEnd(file))],
  'audio/ogg': (file) => oggPackets(file),
  'audio/webm': (file) => webmBlocks(file, 0, file.length),
};

function afterId3(file: Buffer): number {
  if (!file.subarray(0, 3).equals(Buffer.from('ID3'))) return 0;
  const [a = 0, b = 0, c = 0, d = 0] = file.subarray(6, 10);
  return 10 + a * 2 ** 21 + b * 2 ** 14 + c * 2 ** 7 + d;
}

function tailAt(file: Buffer): number {
  // ID3v1 starts with the title, which is this in all samples.
  const tags = [file.indexOf('APETAGEX'), file.indexOf('TAGPendle')];
  return Math.min(file.length, ...tags.filter((at) => at >= 0));
}

/** Behind the narrow one of the samples stands a note. */
const amrEnd = (file: Buffer): number => (file.includes('Harebell') ? file.indexOf('Harebell') : file.length);

function wavChunk(file: Buffer, name: string): Buffer {
  const at = file.indexOf(name);
  return file.subarray(at + 8, at + 8 + file.readUInt32LE(at + 4));
}

/** The sound and the tables that say where each piece of it lies, and how long it lasts. */
function* mp4Boxes(file: Buffer): Generator<Buffer> {
  const tables = ['mdat', 'stsd', 'stts', 'stsc', 'stsz', 'stco', 'elst', 'trex', 'tfhd', 'tfdt', 'trun'];
  for (const name of tables)
    for (let at = file.indexOf(name); at >= 0; at = file.indexOf(name, at + 4)) {
      const place = Buffer.alloc(4);
      place.writeUInt32BE(at);
      yield Buffer.concat([place, file.subarray(at - 4, at - 4 + file.readUInt32BE(at - 4))]);
    }
}

/** All packets but the comments, and the place in time that each page tells. */
function oggPackets(file: Buffer): Buffer[] {
  const packets: Buffer[] = [];
  const times: Buffer[] = [];
  let packet: Buffer[] = [];
  for (let page = 0; page < file.length;) {
    times.push(file.subarray(page + 6, page + 14));
    const sizes = [...file.subarray(page + 27, page + 27 + (file[page + 26] ?? 0))];
    let at = page + 27 + sizes.length;
    for (const size of sizes) {
      packet.push(file.subarray(at, (at += size)));
      if (size === 255) continue;
      packets.push(Buffer.concat(packet));
      packet = [];
    }
    page = at;
  }
  return [...packets.filter((_, index) => index !== 1), ...times];
}

const segment = '18538067';
const cluster = '1f43b675';
/** The head of the codec: with Vorbis the last of its three parts, with any other all of it. */
const codecPrivate = '63a2';
const opened = new Set([segment, cluster, '1654ae6b', 'ae', 'a0']);
/** The time of a cluster, its blocks, and of a track the number, the codec and the sampling. */
const kept = new Set(['e7', 'a3', 'a1', 'd7', '86', 'e1']);

function webmBlocks(file: Buffer, from: number, to: number): Buffer[] {
  const blocks: Buffer[] = [];
  for (let at = from; at < to;) {
    const idEnd = at + Math.clz32(file[at] ?? 0) - 23;
    const id = file.toString('hex', at, idEnd);
    const sizeLength = Math.clz32(file[idEnd] ?? 0) - 23;
    const content = idEnd + sizeLength;
    const digits = BigInt(`0x${file.toString('hex', idEnd, content)}`);
    const size = BigInt.asUintN(7 * sizeLength, digits);
    const isOpen = size === BigInt.asUintN(7 * sizeLength, -1n);
    const end = isOpen ? to : content + Number(size);
    if (kept.has(id)) blocks.push(file.subarray(at, end));
    if (id === codecPrivate) blocks.push(file.subarray(Math.max(at, file.indexOf('\x05vorbis', content)), end));
    if (opened.has(id) && !isOpen) blocks.push(...webmBlocks(file, content, end));
    at = opened.has(id) && isOpen ? content : end;
  }
  return blocks;
}
