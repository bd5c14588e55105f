import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The second factor of a person's sign-in, on from its confirmation, with the tries that count against guessing. */
@Entity('second_factor')
export class SecondFactor {
  @PrimaryColumn('uuid') personId: string;
  @Column('bytea') secret: Buffer;
  @Column('timestamptz') startedAt: Date;
  @Column('timestamptz', { nullable: true }) confirmedAt: Date | null;
  @Column('bigint', { nullable: true }) lastStep: string | null;
  @Column('integer') tries: number;
  @Column('timestamptz') triesSince: Date;
  @Column('integer') dayTries: number;
  @Column('date') triesDay: string;
}

/** The hash of a code that opens the account once where the app is lost. */
@Entity('recovery_code')
export class RecoveryCode {
  @Column('uuid') personId: string;
  @PrimaryColumn('bytea') hash: Buffer;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
}
