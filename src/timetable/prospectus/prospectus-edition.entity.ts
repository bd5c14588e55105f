import { Column, Entity, PrimaryColumn } from 'typeorm';
import { shortText } from '../../platform/database/column-types.js';

/** A prospectus that went to print, with the versions that were in it. */
@Entity('prospectus_edition')
export class ProspectusEdition {
  @PrimaryColumn('uuid') id: string;
  @Column(shortText) name: string;
  @Column('uuid', { array: true }) versionIds: string[];
  @Column('uuid') printedBy: string;
  @Column('timestamptz') printedAt: Date;
}
