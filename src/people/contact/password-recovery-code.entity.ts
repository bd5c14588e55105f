import { Column, Entity, PrimaryColumn } from 'typeorm';

/** The hash of a code with which somebody sets a new password once, without a letter. */
@Entity('password_recovery_code')
export class PasswordRecoveryCode {
  @PrimaryColumn('bytea') hash: Buffer;
  @Column('uuid') personId: string;
  @Column('timestamptz', { nullable: true }) usedAt: Date | null;
}
