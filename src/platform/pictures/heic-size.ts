/** Where the sizes stand: boxes within boxes. `meta` has four bytes of its own before them. */
const path = ['meta', 'iprp', 'ipco', 'ispe'];

/**
 * How many points the largest picture of a HEIF file has, as its head declares: of the photograph, its tiles, previews
 * and depth maps. No picture is opened. Undefined when nothing is declared, or the head is damaged.
 */
export function declaredPoints(bytes: Buffer): number | undefined {
  const sizes = [...contentOf(bytes, path)]
    .filter((size) => size.length >= 12)
    .map((size) => size.readUInt32BE(4) * size.readUInt32BE(8));
  return sizes.length === 0 || sizes.includes(0) ? undefined : sizes.reduce((most, size) => Math.max(most, size));
}

function* contentOf(bytes: Buffer, [type, ...deeper]: string[]): Generator<Buffer> {
  if (type === undefined) return yield bytes;
  for (let at = 0; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32BE(at);
    const head = size === 1 ? 16 : 8;
    if (at + head > bytes.length) return;
    // Zero: up to the end. One: the size stands behind the name, with eight bytes.
    const end = size === 0 ? bytes.length : at + (size === 1 ? Number(bytes.readBigUInt64BE(at + 8)) : size);
    if (end < at + head) return;
    if (bytes.toString('latin1', at + 4, at + 8) === type)
      yield* contentOf(bytes.subarray(at + head + (type === 'meta' ? 4 : 0), end), deeper);
    at = end;
  }
}
