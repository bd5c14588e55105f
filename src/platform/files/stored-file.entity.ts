import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A file, without its bytes and without the key that opens it. */
@Entity('stored_file')
export class StoredFile {
  @PrimaryColumn('uuid') id: string;
  @Column('integer') size: number;
  @Column('integer') chunks: number;
}

/** One sealed piece of a file. */
@Entity('stored_file_chunk')
export class StoredFileChunk {
  @PrimaryColumn('uuid') fileId: string;
  @Column('integer') position: number;
  @Column('bytea') sealed: Buffer;
}
