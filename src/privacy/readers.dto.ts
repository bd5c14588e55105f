import { ApiProperty } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { type Role, roles } from '../platform/actor.js';
import { PageQuery } from '../platform/http/page-query.dto.js';
import { PageOf } from '../platform/http/pagination.js';
import { type ReadOutcome, readOutcomes } from '../platform/disclosure/disclosure-log.service.js';

export class ReadsQuery extends PageQuery {}

/** That somebody opened a record about me, or was refused it. */
export class ReadDto {
  /** Id of this reading. */
  id: string;
  /** When it was (RFC 3339, UTC). */
  at: string;
  /** What was opened, e.g. `enrolment`, `roster` or `transcript`. */
  kind: string;
  /** What it was opened for, e.g. `running_sessions`. */
  reason: string;
  /** Whether it was shown. */
  @IsIn(readOutcomes) outcome: ReadOutcome;
  /**
   * What whoever works for the college and opened it was called then, also when they changed their name or left since;
   * null for others.
   */
  reader: string | null;
  /** The roles in which it was opened. */
  @ApiProperty({ enum: roles, isArray: true }) actingRoles: Role[];
}

export class ReadPage extends PageOf(ReadDto) {}
