import { PassThrough, Readable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { ZipFile } from 'yazl';
import { textOf } from '../../catalogues/catalogues.js';
import { platformRefusals } from '../errors/platform.refusals.js';
import { refuse } from '../errors/refusal.js';
import { SealBroken } from '../keys/sealing.js';
import { Turns } from '../turns.js';

type Pieces = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

/** Takes one file after the other; the promise is kept once the file is in the archive. */
export type AddFile = (name: string, mtime: Date, pieces: Pieces) => Promise<void>;

const turns = new Turns({
  atOnce: 2,
  waiting: 64,
  patience: 20_000,
  refusal: () => refuse(platformRefusals.busy, { retryAfter: 10 }),
});

/**
 * What an archive reads of the database: two of all archives of this process do at a time, so that connections are left
 * for everybody else. A turn lasts for one reading and never for sending what was read, and no turn is taken inside
 * another. 503 `busy` when many archives are made, which ends one that has begun.
 */
export const inTurn = <T>(reading: () => Promise<T>): Promise<T> => turns.run(reading);

/** Files of other kinds are packed already. */
const packs = /\.(json|md|txt)$/;

/**
 * A zip that is made while it is sent, one file at a time. A file that is damaged at rest ends where it cannot be opened,
 * and `DAMAGED.txt` names it. When anything goes wrong half-way the stream is destroyed, and
 * whoever sends it cuts the connection: half an archive must not look like a whole one, and nobody waits for ever (BR-226).
 */
export function archiveOf(fill: (add: AddFile) => Promise<void>): Readable {
  const zip = new ZipFile();
  const output = new PassThrough();
  const fail = (error: unknown): void => {
    output.destroy(error instanceof Error ? error : new Error('An archive was not finished'));
  };
  const damaged: string[] = [];
  let source: Readable | undefined;
  let added = new Date(0);
  const add: AddFile = async (name, mtime, pieces) => {
    added = mtime;
    source = Readable.from(
      untilDamaged(pieces, () => damaged.push(name)),
      { objectMode: false },
    );
    if (output.destroyed) source.destroy();
    zip.addReadStream(source, name, { mtime, compress: packs.test(name) });
    await finished(source);
  };
  zip.on('error', fail);
  zip.outputStream.on('error', fail).pipe(output);
  // It may fail before anybody listens: whoever sends it finds it destroyed.
  output.on('error', () => undefined).once('close', () => source?.destroy());
  const wholly = async (): Promise<void> => {
    await fill(add);
    if (damaged.length > 0) await add('DAMAGED.txt', added, [textOf('exports.damaged', { files: damaged.join('\n') })]);
  };
  wholly().then(() => zip.end(), fail);
  return output;
}

async function* untilDamaged(pieces: Pieces, note: () => void): AsyncGenerator<string | Uint8Array> {
  try {
    yield* pieces;
  } catch (error) {
    if (!(error instanceof SealBroken)) throw error;
    note();
  }
}
