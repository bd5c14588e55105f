import { IsInt, Max, Min, IsIn } from 'class-validator';
import { Instant, IsIdField, LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** Who supervises whom. */
export class SupervisionBody {
  /** The peer. @example "ada of the demo" */
  @IsIdField() personId: string;
  /** Who supervises; not the peer. @example "iris of the demo" */
  @IsIdField() supervisorId: string;
  /** What they work on. At most 300 characters. */
  @Omittable() @PlainText(300) focus?: string;
  /** First day; default: today. */
  @Omittable() @LocalDate() beganOn?: string;
}

export const supervisionActs = ['write_note', 'read_notes', 'end'] as const;

/** A supervision. */
export class SupervisionDto {
  /** Id of the supervision. */
  id: string;
  /** The peer. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** Who supervises. */
  supervisorId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') supervisor?: NamedPersonDto | null;
  /** What they work on. */
  focus: string | null;
  /** First day. */
  beganOn: string;
  /** Last day; null while it goes on. */
  endedOn: string | null;
  /** How often they have met. */
  meetings: number;
  /** Minutes in all. */
  minutes: number;
  /** When they last met. */
  lastMetOn: string | null;
  /** What I may do with it now: `write_note`, `read_notes`, `end`. */
  @IsIn(supervisionActs, { each: true }) can: (typeof supervisionActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Supervisions, begun last first. */
export class SupervisionPage extends PageOf(SupervisionDto) {}

/** Which supervisions to list. */
export class SupervisionQuery extends PageQuery {}

/** A supervision meeting. Please write about practice; a learner has no place here. */
export class SupervisionNoteBody {
  /** The day. */
  @LocalDate() heldOn: string;
  /** Minutes. */
  @IsInt() @Min(1) @Max(480) minutes: number;
  /** What of the practice was looked at. At most 5,000 characters. */
  @PlainText(5000, { lines: true }) practice: string;
  /** What was agreed. At most 2,000 characters. */
  @Omittable() @PlainText(2000, { lines: true }) agreed?: string;
}

/** A supervision meeting; for the two alone. */
export class SupervisionNoteDto {
  /** Id of the note. */
  id: string;
  /** The supervision. */
  supervisionId: string;
  /** The day. */
  heldOn: string;
  /** Minutes. */
  minutes: number;
  /** What of the practice was looked at. */
  practice: string;
  /** What was agreed. */
  agreed: string | null;
  /** Who wrote it. */
  writtenBy: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person', 'writtenBy') writtenByPerson?: NamedPersonDto | null;
}

/** Supervision meetings, the latest first. */
export class SupervisionNotePage extends PageOf(SupervisionNoteDto) {}

/** A meeting of peers with peers. */
export class PeerMeetingBody {
  /** What it is. At most 200 characters. */
  @PlainText(200) title: string;
  /** Where. At most 300 characters. */
  @Omittable() @PlainText(300) place?: string;
  /** Start (RFC 3339). */
  @Instant() startsAt: string;
  /** Minutes. */
  @IsInt() @Min(1) @Max(1440) minutes: number;
}

/** A meeting of peers with peers. */
export class PeerMeetingDto {
  /** Id of the meeting. */
  id: string;
  /** What it is. */
  title: string;
  /** Where. */
  place: string | null;
  /** Start (RFC 3339, UTC). */
  startsAt: string;
  /** Minutes. */
  minutes: number;
  /** Whether I was there. */
  attended: boolean;
}

/** Meetings of peers, the latest first. */
export class PeerMeetingPage extends PageOf(PeerMeetingDto) {}
