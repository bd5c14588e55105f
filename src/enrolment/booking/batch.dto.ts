import { ArrayMinSize, ArrayUnique, IsBoolean, IsIn, IsInt } from 'class-validator';
import { IsIdList, Omittable } from '../../platform/http/dto.js';
import { UnmetDto } from '../../platform/http/unmet.dto.js';
import { type Outcome, outcomes } from '../seats/seat.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** People to book on a run at once. */
export class BatchBody {
  /** Who, in the order in which places are given; at most 200, each once. */
  @IsIdList(200) @ArrayMinSize(1) @ArrayUnique() personIds: string[];
  /** How their wishes reached the college. Default: `staff`. */
  @Omittable() @IsIn(['phone', 'staff']) source?: 'phone' | 'staff';
  /** Only say what would happen. Default: false. */
  @Omittable() @IsBoolean() dryRun?: boolean;
}

/** Why one row was refused. */
export class BatchProblemDto {
  /** The first rule that is not met. */
  code: string;
  /** The rule in a few words. */
  title: string;
  /** What to do next. */
  detail: string;
  /** Everything else that is not met. */
  errors: UnmetDto[];
}

/** What became of one person of the list. */
export class BatchRowDto {
  /** Who. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** The new enrolment; null when refused or in a dry run. */
  enrolmentId: string | null;
  /** What they got; null when refused. */
  @IsIn([...outcomes, null]) outcome: Outcome | null;
  /** The status that booking this person alone would have had. @example 201 */
  @IsInt() status: number;
  /** Why not; null when booked. */
  problem: BatchProblemDto | null;
}

/** What became of a batch: every person is in exactly one row, in the order of the list. */
export class BatchDto {
  /** Id of the batch; null for a dry run. */
  id: string | null;
  /** Whether nothing was written. */
  dryRun: boolean;
  /** One row per person. */
  rows: BatchRowDto[];
  /** How many got a place. */
  @IsInt() confirmed: number;
  /** How many wait. */
  @IsInt() waitlisted: number;
  /** How many were refused. */
  @IsInt() refused: number;
}
