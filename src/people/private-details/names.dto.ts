import { IsIn } from 'class-validator';
import { Clearable, Omittable, PlainText } from '../../platform/http/dto.js';
import { type LegalNameReason, legalNameReasons, type PrintedName, printedNames } from './names.rules.js';

/** Changes to my names beside the chosen one; what is left out stays, null clears. */
export class NamesChange {
  /** My legal name, if I like to leave it. Sealed; it appears nowhere but where I print it. At most 200 characters. */
  @Clearable() @PlainText(200) legalName?: string | null;
  /** Another name for certificates. At most 200 characters. */
  @Clearable() @PlainText(200) customName?: string | null;
  /**
   * Which name stands on certificates and transcripts. What was issued before does not change; it can be issued anew.
   */
  @Omittable() @IsIn(printedNames) nameOnCertificate?: PrintedName;
}

/** My names. */
export class NamesDto {
  /** The name that everybody here uses for me. */
  chosenName: string | null;
  /** My legal name; only I see it, and an administrator who gives a reason that I can read. */
  legalName: string | null;
  /** Another name for certificates. */
  customName: string | null;
  /** Which name stands on certificates and transcripts. */
  @IsIn(printedNames) nameOnCertificate: PrintedName;
  /** What would be printed today. */
  printedName: string;
  /** Rises with each change. */
  version: number;
}

/** Why a legal name is looked up. */
export class LegalNameReadingBody {
  /** The reason; the person can read it. */
  @IsIn(legalNameReasons) reason: LegalNameReason;
}

/** A legal name that somebody looked up. */
export class LegalNameDto {
  /** Whose name it is. */
  personId: string;
  /** The legal name; null when none is known here. */
  legalName: string | null;
}
