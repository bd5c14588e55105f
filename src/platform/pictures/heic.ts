import { Worker } from 'node:worker_threads';

/** The points of a picture, or why there are none. */
export type Decoded =
  { pixels: Uint8Array; width: number; height: number; channels: 3 | 4 } | 'unreadable' | 'too large';

/** Milliseconds; twelve million points take one to three seconds, fifty million about ten. */
const longest = 25_000;

/**
 * Opens a HEIC picture in a thread of its own, which ends with it: the decoder runs for seconds, never gives memory
 * back, and whatever a damaged file does to it stays there.
 */
export async function decodedHeic(bytes: Buffer, milliseconds = longest): Promise<Decoded> {
  const thread = new Worker(new URL('./heic.thread.js', import.meta.url), {
    workerData: bytes,
    execArgv: [],
    stdout: true,
    stderr: true,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<Decoded>((resolve) => {
      timer = setTimeout(() => resolve('too large'), milliseconds);
      thread.once('message', resolve);
      // Died, without a word or with one.
      thread.once('error', () => resolve('unreadable'));
      thread.once('exit', () => resolve('unreadable'));
    });
  } finally {
    clearTimeout(timer);
    await thread.terminate();
  }
}
