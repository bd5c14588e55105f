/** What a file begins with, and the bytes of a frame behind its first one, by its type: narrow and wide band. */
const forms = [
  { head: '#!AMR\n', sizes: [12, 13, 15, 17, 19, 20, 26, 31, 5] },
  { head: '#!AMR-WB\n', sizes: [17, 23, 32, 36, 40, 46, 50, 58, 60, 5] },
];
/** A frame that was lost, and one in which nobody spoke: they have no bytes. */
const empty = [14, 15];

/** AMR, as older telephones record: its frames up to the first thing that is none. */
export function withoutAmrTail(bytes: Buffer): Buffer | undefined {
  const form = forms.find(({ head }) => bytes.toString('latin1', 0, head.length) === head);
  if (!form) return undefined;
  const start = form.head.length;
  let end = start;
  for (let next: number | undefined = start; next !== undefined && next <= bytes.length;) {
    end = next;
    next = afterFrame(bytes, end, form.sizes);
  }
  return end === start ? undefined : bytes.subarray(0, end);
}

function afterFrame(bytes: Buffer, at: number, sizes: number[]): number | undefined {
  const head = bytes[at];
  // The first bit and the last two are always zero.
  if (head === undefined || (head & 0x83) !== 0) return undefined;
  const type = head >>> 3;
  const size = empty.includes(type) ? 0 : sizes[type];
  return size === undefined ? undefined : at + 1 + size;
}
