import { Injectable } from '@nestjs/common';
import { Readable } from 'node:stream';
import { Database } from '../database/database.js';
import type { Tx } from '../database/sql.js';
import { columnsOf, deleteRows, insertRow } from '../database/tables.js';
import { newId } from '../ids.js';
import { newKey, seal, SealBroken, unseal } from '../keys/sealing.js';
import { StoredFile, StoredFileChunk } from './stored-file.entity.js';

/** Largest file in bytes. */
export const largestFile = 10 * 1024 * 1024;

const chunkBytes = 256 * 1024;

/** A file as its owner's record remembers it. */
export interface KeptFile {
  id: string;
  /** Opens the file; kept by the owner's record, sealed, and nowhere else. */
  key: Buffer;
  size: number;
}

/**
 * Files of up to 10 MiB, each encrypted under a key of its own, in pieces, so that reading one never holds all of it.
 */
@Injectable()
export class Files {
  constructor(private readonly database: Database) {}

  /** Keeps a file in the caller's transaction. */
  async keep(tx: Tx, bytes: Buffer): Promise<KeptFile> {
    if (bytes.length > largestFile) throw new RangeError('A file has at most 10 MiB');
    const id = newId();
    const key = newKey();
    const count = Math.max(1, Math.ceil(bytes.length / chunkBytes));
    await insertRow(tx, StoredFile, { id, size: bytes.length, chunks: count });
    for (let position = 0; position < count; position++) {
      const sealed = seal(
        key,
        bytes.subarray(position * chunkBytes, (position + 1) * chunkBytes),
        about(id, position, count),
      );
      await insertRow(tx, StoredFileChunk, { fileId: id, position, sealed });
    }
    return { id, key, size: bytes.length };
  }

  /** A file's bytes, piece by piece. Undefined when the file is gone; 409 `damaged_entry` when it does not open. */
  async read({ id, key }: Pick<KeptFile, 'id' | 'key'>): Promise<Readable | undefined> {
    const file = await this.database.row<Pick<StoredFile, 'chunks'> & Pick<StoredFileChunk, 'sealed'>>(
      `
        select ${columnsOf(StoredFile, 'f', 'chunks')}, ${columnsOf(StoredFileChunk, 'c', 'sealed')}
        from stored_file f
        join stored_file_chunk c on c.file_id = f.id and c.position = 0
        where f.id = $1`,
      [id],
    );
    if (!file) return undefined;
    const open = (sealed: Buffer, position: number): Buffer => unseal(key, sealed, about(id, position, file.chunks));
    const piece = async (position: number): Promise<Buffer> => {
      const chunk = await this.database.row<Pick<StoredFileChunk, 'sealed'>>(
        `
          select ${columnsOf(StoredFileChunk, 'c', 'sealed')}
          from stored_file_chunk c
          where c.file_id = $1 and c.position = $2`,
        [id, position],
      );
      if (!chunk) throw new SealBroken();
      return open(chunk.sealed, position);
    };
    const first = open(file.sealed, 0);
    return Readable.from(
      (async function* () {
        yield first;
        for (let position = 1; position < file.chunks; position++) yield await piece(position);
      })(),
    );
  }

  /** Removes a file; nothing happens when it is gone already. */
  async remove(tx: Tx, id: string): Promise<void> {
    await deleteRows(tx, StoredFile, { id });
  }
}

const about = (id: string, position: number, count: number) => ['file', id, String(position), String(count)];
