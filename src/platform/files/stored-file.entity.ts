import { Column, Entity, PrimaryColumn } from 'typeorm';

/** TODO stored_file */
@Entity('stored_file')
export class StoredFile {
  @PrimaryColumn('uuid') id: string;
  @Column('integer') size: number;
  @Column('integer') chunks: number;
}

/** TODO stored_file_chunk */
@Entity('stored_file_chunk')
export class StoredFileChunk {
  @PrimaryColumn('uuid') fileId: string;
  @Column('integer') position: number;
  @Column('bytea') sealed: Buffer;
}
