import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText, rowVersion } from '../../platform/database/column-types.js';
import type { TitleStyle } from './calendar-feed.dto.js';

/** A person's private calendar link, of which only a hash is kept. */
@Entity('calendar_feed')
export class CalendarFeed {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') personId: string;
  @Column('bytea') tokenHash: Buffer;
  @Column(codeText) titles: TitleStyle;
  @Column('timestamptz') createdAt: Date;
  @Column('timestamptz', { nullable: true }) lastUsedAt: Date | null;
  @Column('timestamptz', { nullable: true }) revokedAt: Date | null;
  @Column(rowVersion) version: number;
}
