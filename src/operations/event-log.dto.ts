import { ApiProperty } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import type { Happening } from '../platform/events/events.js';
import { Instant, IsIdField, Omittable } from '../platform/http/dto.js';
import { PageQuery } from '../platform/http/page-query.dto.js';
import { PageOf } from '../platform/http/pagination.js';

/** Which events to list. */
export class EventLogQuery extends PageQuery {
  /** Of one type. @example enrolment.withdrawn */
  @Omittable() @Matches(/^[a-z_]{1,40}\.[a-z_]{1,23}$/) type?: string;
  /** About one thing. */
  @Omittable() @IsIdField() subjectId?: string;
  /** Concerning one person. */
  @Omittable() @IsIdField() personId?: string;
  /** At this instant or later. */
  @Omittable() @Instant() from?: string;
  /** Before this instant. */
  @Omittable() @Instant() to?: string;
}

const referred = [
  ...['string', 'number', 'boolean', 'null'].map((type) => ({ type })),
  { type: 'array', items: { type: 'string' } },
];

/** Something that happened, in ids and states. */
export class LoggedEventDto {
  /** Id of the event. */
  id: string;
  /** When it was (RFC 3339, UTC). */
  at: string;
  /** What happened. @example enrolment.withdrawn */
  type: string;
  /** What it happened to. */
  subjectId: string;
  /** Whom it concerns. */
  personId: string | null;
  /** Who did it; null for a visitor or the college's own machinery. */
  actorId: string | null;
  /** The request in which it happened. */
  requestId: string;
  /** The state before. */
  from: string | null;
  /** The state after. */
  to: string | null;
  /** Ids, dates and states that belong to it. */
  @ApiProperty({ type: 'object', additionalProperties: { oneOf: referred } }) refs: NonNullable<Happening['refs']>;
  /** The seal that covers it; null until the next minute. */
  seal: number | null;
}

/** What happened, newest first. */
export class EventLogPage extends PageOf(LoggedEventDto) {}
