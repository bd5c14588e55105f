import { ArrayMinSize, IsIn, IsInt } from 'class-validator';
import { BatchBody, BatchDto, BatchRowDto } from '../../platform/batches/batch.dto.js';
import { mostRows } from '../../platform/batches/batch.rules.js';
import { IsIdList, Omittable } from '../../platform/http/dto.js';
import { type Outcome, outcomes } from '../seats/seat.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** People to book on a run at once. */
export class EnrolmentBatchBody extends BatchBody {
  /** Who, in the order in which places are given; at most 200, each once. */
  @IsIdList(mostRows) @ArrayMinSize(1) personIds: string[];
  /** How their wishes reached the college. Default: `staff`. */
  @Omittable() @IsIn(['phone', 'staff']) source?: 'phone' | 'staff';
}

/** What became of one person of the list. */
export class EnrolmentBatchRowDto extends BatchRowDto {
  /** Who. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** The new enrolment; null when refused or in a dry run. */
  enrolmentId: string | null;
  /** What they got; null when refused. */
  @IsIn([...outcomes, null]) outcome: Outcome | null;
}

/** What became of a batch: every person is in exactly one row, in the order of the list. */
export class EnrolmentBatchDto extends BatchDto {
  /** One row per person. */
  rows: EnrolmentBatchRowDto[];
  /** How many got a place. */
  @IsInt() confirmed: number;
  /** How many wait. */
  @IsInt() waitlisted: number;
}
