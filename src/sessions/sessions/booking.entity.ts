import { Column, Entity, PrimaryColumn } from 'typeorm';
import { codeText } from '../../platform/database/column-types.js';

/** A facilitator, venue or online room that a session takes up. Triggers write it, so that nothing is taken twice. */
@Entity('booking')
export class Booking {
  @PrimaryColumn('uuid') sessionId: string;
  @PrimaryColumn(codeText) kind: 'facilitator' | 'venue' | 'online_room';
  @PrimaryColumn('uuid') bookedId: string;
  @Column('uuid', { nullable: true }) placeId: string | null;
  @Column('tstzrange') during: string;
  @Column('tstzrange') withTravel: string;
}
