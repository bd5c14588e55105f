import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';

/** TODO booking */
@Entity('booking')
export class Booking {
  @PrimaryColumn('uuid') sessionId: string;
  @PrimaryColumn(codeText) kind: string;
  @PrimaryColumn('uuid') bookedId: string;
  @Column('uuid', { nullable: true }) placeId: string | null;
  @Column('tstzrange') during: string;
  @Column('tstzrange') withTravel: string;
}
