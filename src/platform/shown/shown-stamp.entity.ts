import { Column, Entity, PrimaryColumn } from 'typeorm';
import { computed } from '../database/column-types.js';

/** One row, which triggers renew in the commit of whatever outsiders can see. */
@Entity('shown_stamp')
export class ShownStamp {
  @PrimaryColumn('boolean') onlyOne: boolean;
  @Column({ type: 'uuid', ...computed }) stamp: string;
}
