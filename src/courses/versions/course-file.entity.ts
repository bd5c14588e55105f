import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, shortText } from '../../platform/database/column-types.js';

/** A handout of a course; its bytes are sealed under `key` in the stored file of the same id. */
@Entity('course_file')
export class CourseFile {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') courseId: string;
  @Column(shortText) mediaType: string;
  @Column('integer') size: number;
  @Column(codeText) sha256: string;
  @Column('bytea') key: Buffer;
  @Column('uuid') addedBy: string;
  @Column('timestamptz') addedAt: Date;
}
