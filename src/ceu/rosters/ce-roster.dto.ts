import { ceuRefusals } from '../ceu.refusals.js';
import { InOrder } from '../../platform/errors/refused-when.decorator.js';
import { IsIn } from 'class-validator';
import { IsIdField, LocalDate, Omittable } from '../../platform/http/dto.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { entryTypes } from '../ledger/ce-ledger.dto.js';

/** What to tell an accreditor. */
@InOrder('from', 'to', ceuRefusals.period_reversed)
export class CeRosterBody {
  /** The approval. */
  @IsIdField() approvalId: string;
  /** Completed on this day or later. */
  @LocalDate() from: string;
  /** Completed on this day or earlier. */
  @LocalDate() to: string;
}

/** One line of a roster: an award, or what takes back one that was told earlier. */
export class CeRosterLineDto {
  /** Its place, from 1 on. */
  position: number;
  /** The entry in the ledger. */
  entryId: string;
  /** An award, or a reversal with its reason. */
  @IsIn(entryTypes) entryType: (typeof entryTypes)[number];
  /** The person. */
  personId: string;
  /** The name as it was told; null once it was erased. */
  name: string | null;
  /** Title of the course, as it was. */
  title: string;
  /** Day of completion. */
  completedOn: string;
  /** Minutes; negative for a reversal. */
  minutes: number;
  /** The credit as it is printed. */
  printed: string;
  /** For a reversal: why. */
  reason: string | null;
}

export const ceRosterActs = ['post'] as const;

/** What an accreditor was told, or is about to be told. */
export class CeRosterDto {
  /** Id of the roster. */
  id: string;
  /** The approval. */
  approvalId: string;
  /** First day of completion. */
  from: string;
  /** Last day of completion. */
  to: string;
  /** When it was posted (RFC 3339, UTC); null while its lines still follow the ledger. */
  postedAt: string | null;
  /** How many lines. */
  lineCount: number;
  /** What you may do with it now. */
  @IsIn(ceRosterActs, { each: true }) can: (typeof ceRosterActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** A roster with its lines: frozen once posted, before that as the ledger stands. */
export class CeRosterDetailDto extends CeRosterDto {
  /** The lines; at most 10,000. */
  lines: CeRosterLineDto[];
}

/** Which rosters to list. */
export class CeRosterQuery extends PageQuery {
  /** Of one approval only. */
  @Omittable() @IsIdField() approvalId?: string;
}

/** Rosters, newest first. */
export class CeRosterPage extends PageOf(CeRosterDto) {}
