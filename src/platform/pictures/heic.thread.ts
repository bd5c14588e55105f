import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { parentPort, workerData } from 'node:worker_threads';
import type { MainModule } from 'libheif-js/libheif-wasm/libheif.js';
import type { Decoded } from './heic.js';

/** As much of it as is needed here; the types of Node 20 have nothing of it. */
declare const WebAssembly: { Memory: { prototype: Memory } };
interface Memory {
  buffer: ArrayBuffer;
  grow: (this: Memory, pages: number) => number;
}

/** Bytes; 50 million points of ten bits take about 600 MiB. A head that lies ends here. */
const mostMemory = 768 * 1024 * 1024;
const page = 64 * 1024;

const require = createRequire(import.meta.url);
const load = require('libheif-js/libheif-wasm/libheif.js') as (options: object) => MainModule;

let isFull = false;
// The decoder takes memory by this and by nothing else; it has no limit of its own.
const { grow } = WebAssembly.Memory.prototype;
WebAssembly.Memory.prototype.grow = function (pages) {
  isFull ||= this.buffer.byteLength + pages * page > mostMemory;
  if (isFull) throw new RangeError('A picture takes no more memory than this');
  return grow.call(this, pages);
};

/** The primary picture, turned as the file says, in eight bits. */
function decode(bytes: Buffer): Decoded {
  const heif = load({
    wasmBinary: readFileSync(require.resolve('libheif-js/libheif-wasm/libheif.wasm')),
    print: () => undefined,
    printErr: () => undefined,
  });
  const context = heif.heif_context_alloc();
  const { code } = heif.heif_context_read_from_memory(context, bytes);
  if (code !== heif.heif_error_code.heif_error_Ok) return 'unreadable';
  const handle = heif.heif_js_context_get_primary_image_handle(context);
  if (!handle || handle.code) return 'unreadable';
  const channels = heif.heif_image_handle_has_alpha_channel(handle) ? 4 : 3;
  const chroma = heif.heif_chroma;
  const decoded = heif.heif_js_decode_image2(
    handle,
    heif.heif_colorspace.heif_colorspace_RGB,
    channels === 4 ? chroma.heif_chroma_interleaved_RGBA : chroma.heif_chroma_interleaved_RGB,
  );
  const [plane] = (decoded?.channels ?? []) as { width: number; height: number; stride: number; data: Uint8Array }[];
  // Its own limits: more points than the head declares, more tiles than it can hold.
  if (decoded?.code === heif.heif_error_code.heif_error_Memory_allocation_error) return 'too large';
  if (!plane) return 'unreadable';
  const { width, height, stride, data } = plane;
  const line = width * channels;
  const pixels = new Uint8Array(line * height);
  for (let y = 0; y < height; y++) pixels.set(data.subarray(y * stride, y * stride + line), y * line);
  return { pixels, width, height, channels };
}

function answer(): Decoded {
  try {
    const decoded = decode(Buffer.from(workerData as Uint8Array));
    return isFull ? 'too large' : decoded;
  } catch (error) {
    if (isFull) return 'too large';
    throw error;
  }
}

const decoded = answer();
parentPort?.postMessage(decoded, typeof decoded === 'string' ? [] : [decoded.pixels.buffer as ArrayBuffer]);
