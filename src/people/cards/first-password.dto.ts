import { IsString, Length, Matches } from 'class-validator';

/** The card, and a password of my own. */
export class FirstPasswordBody {
  /** The number on the card. @example 4821093755 */
  @Matches(/^\d{10}$/) signInNumber: string;
  /** The code on the card. */
  @IsString() @Length(6, 40) code: string;
  /** My password: at least 12 characters, at most 256. */
  @IsString() @Length(12, 256) password: string;
}
