/** Tiny recordings in the forms that devices write, each with `secret` wherever such a form has room for words. */

const bytes = (...parts: (string | number[] | Buffer)[]): Buffer =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const uint32BE = (value: number) => bytes([value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255]);
const uint32LE = (value: number) => uint32BE(value).reverse();

export function mp3(secret: string): Buffer {
  const frame = bytes([0xff, 0xfb, 0x90, 0x00], Buffer.alloc(413));
  const text = bytes([0], secret);
  const id3 = bytes('ID3', [3, 0, 0], [0, 0, 0, text.length + 10], 'TIT2', uint32BE(text.length), [0, 0], text);
  const v1 = bytes('TAG', secret.padEnd(125, '\0').slice(0, 125));
  const second = bytes('PK', [3, 4], secret, [0xff, 0xfb, 0x90, 0x00], secret);
  const lyrics = bytes('LYRICSBEGIN', secret, '000100LYRICS200');
  return bytes(id3, frame, frame, second, frame, frame, lyrics, v1);
}

export function wav(secret: string, sound = Buffer.alloc(64, 128)): Buffer {
  const chunk = (name: string, content: Buffer) =>
    bytes(name, uint32LE(content.length), content, Buffer.alloc(content.length % 2));
  const format = bytes([1, 0, 1, 0], uint32LE(8000), uint32LE(8000), [1, 0, 8, 0]);
  return chunk(
    'RIFF',
    bytes(
      'WAVE',
      chunk('LIST', bytes('INFOINAM', uint32LE(secret.length), secret)),
      chunk('fmt ', format),
      chunk('data', sound),
      chunk('id3 ', bytes(secret)),
    ),
  );
}

export function m4a(secret: string, handler = 'soun'): Buffer {
  const box = (type: string, ...content: Buffer[]) =>
    bytes(uint32BE(8 + Buffer.concat(content).length), type, ...content);
  const date = uint32BE(3_900_000_000);
  const hdlr = box('hdlr', bytes(uint32BE(0), uint32BE(0), handler, Buffer.alloc(12), secret, [0]));
  const dref = box('dref', uint32BE(0), uint32BE(1), box('alis', uint32BE(1), bytes(secret)));
  const track = box(
    'trak',
    box('tkhd', uint32BE(0), date, date, Buffer.alloc(72)),
    box('mdia', box('mdhd', uint32BE(0), date, date, Buffer.alloc(12)), hdlr, box('minf', box('dinf', dref))),
  );
  return bytes(
    box('ftyp', bytes('M4A ', uint32BE(0), 'M4A mp42isom')),
    box(
      'moov',
      box('mvhd', uint32BE(0), date, date, Buffer.alloc(88)),
      track,
      box('udta', box('\xa9xyz', bytes(secret))),
      box('gps ', bytes(secret)),
      box('meta', bytes(secret)),
    ),
    box('free', bytes(secret)),
    box('XMP_', bytes(secret)),
    box('mdat', Buffer.alloc(64, 7)),
  );
}

/** Ogg's checksum, bit by bit. */
export function oggChecksum(page: Buffer): number {
  let crc = 0;
  for (const byte of page) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x80000000 ? (crc << 1) ^ 0x04c11db7 : crc << 1;
  }
  return crc >>> 0;
}

export function ogg(secret: string): Buffer {
  const page = (sequence: number, flags: number, packet: Buffer) => {
    const segments = [...Array.from({ length: Math.floor(packet.length / 255) }, () => 255), packet.length % 255];
    const whole = bytes(
      'OggS',
      [0, flags],
      Buffer.alloc(8),
      uint32LE(77),
      uint32LE(sequence),
      uint32LE(0),
      [segments.length],
      segments,
      packet,
    );
    whole.writeUInt32LE(oggChecksum(whole), 22);
    return whole;
  };
  const comment = `LOCATION=${secret.repeat(40)}`;
  const tags = bytes(
    'OpusTags',
    uint32LE(secret.length),
    secret,
    uint32LE(1),
    uint32LE(comment.length),
    comment,
    secret,
  );
  return bytes(
    page(0, 2, bytes('OpusHead', [1, 1, 0, 0], uint32LE(48000), [0, 0, 0])),
    page(1, 0, tags),
    page(2, 4, Buffer.alloc(40, 9)),
  );
}

/** Where the pages of an Ogg file begin and end. */
export function oggPages(file: Buffer): Buffer[] {
  const starts = [...file.toString('latin1').matchAll(/OggS/g)].map(({ index }) => index);
  return starts.map((start, number) => file.subarray(start, starts[number + 1] ?? file.length));
}

/** `open`: the tags say no length, so that their parts seem to stand beside them. */
export function webm(secret: string, kind = 2, { open = false } = {}): Buffer {
  const element = (id: number[], ...content: Buffer[]) => {
    const whole = Buffer.concat(content);
    return bytes(id, [0x40 | (whole.length >> 8), whole.length & 255], whole);
  };
  const info = element(
    [0x15, 0x49, 0xa9, 0x66],
    element([0x7b, 0xa9], bytes(secret)),
    element([0x44, 0x61], Buffer.alloc(8, 1)),
    element([0x4d, 0x80], bytes(secret)),
    element([0x57, 0x41], bytes(secret)),
  );
  const tracks = element(
    [0x16, 0x54, 0xae, 0x6b],
    element([0xae], element([0x83], bytes([kind])), element([0x53, 0x6e], bytes(secret))),
  );
  const cluster = bytes(
    [0x1f, 0x43, 0xb6, 0x75],
    [0x01, 255, 255, 255, 255, 255, 255, 255],
    element([0xe7], bytes([0])),
    element([0xa3], Buffer.alloc(20, 5)),
  );
  const tag = element([0x73, 0x73], element([0x67, 0xc8], element([0x44, 0x87], bytes(secret))));
  const tags = open
    ? bytes([0x12, 0x54, 0xc3, 0x67], [0x01, 255, 255, 255, 255, 255, 255, 255], tag)
    : bytes(element([0x12, 0x54, 0xc3, 0x67], tag), tag);
  return bytes(
    element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], bytes('webm'))),
    [0x18, 0x53, 0x80, 0x67, 0x01, 255, 255, 255, 255, 255, 255, 255],
    info,
    tracks,
    cluster,
    tags,
  );
}
