import { Column, Entity, PrimaryColumn } from 'typeorm';
import { shortText } from '../../platform/database/column-types.js';

/** TODO prospectus_edition */
@Entity('prospectus_edition')
export class ProspectusEdition {
  @PrimaryColumn('uuid') id: string;
  @Column(shortText) name: string;
  @Column('uuid', { array: true }) versionIds: string[];
  @Column('uuid') printedBy: string;
  @Column('timestamptz') printedAt: Date;
}
