const kept = new Set(['fmt ', 'data', 'fact']);

/** Keeps the format and the sound; every other chunk (titles, dates, notes of the recorder) goes. */
export function withoutWavMetadata(bytes: Buffer): Buffer | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF' || bytes.toString('latin1', 8, 12) !== 'WAVE') return undefined;
  const chunks: Buffer[] = [];
  for (let at = 12; at + 8 <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + 4);
    const end = Math.min(bytes.length, at + 8 + bytes.readUInt32LE(at + 4));
    if (kept.has(name)) chunks.push(chunk(name, bytes.subarray(at + 8, end)));
    at = end + (end % 2);
  }
  if (chunks.length < 2) return undefined;
  return chunk('RIFF', Buffer.concat([Buffer.from('WAVE'), ...chunks]));
}

function chunk(name: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(name, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}
