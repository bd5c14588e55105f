import { IsBoolean, IsIn, IsInt, Max, Min } from 'class-validator';
import { IsIdField, LocalDate, Omittable, PlainText } from '../../platform/http/dto.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type PracticeKind, practiceKinds } from '../schemes/scheme.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto, NamedSessionDto } from '../../platform/names/named.dto.js';

/** Training that I have had. */
export class TrainingBody {
  /** What it was. At most 200 characters. */
  @PlainText(200) title: string;
  /** Who held it. At most 200 characters. */
  @PlainText(200) provider: string;
  /** Its last day. @example 2026-12-08 */
  @LocalDate() completedOn: string;
  /** Minutes in all. */
  @IsInt() @Min(1) @Max(100_000) minutes: number;
  /** Of these, with a live teacher. */
  @IsInt() @Min(0) @Max(100_000) liveMinutes: number;
  /** Of these, on ethics. */
  @IsInt() @Min(0) @Max(100_000) ethicsMinutes: number;
}

/** Training that somebody has had. */
export class TrainingDto {
  /** Id of the training. */
  id: string;
  /** What it was. */
  title: string;
  /** Who held it. */
  provider: string;
  /** Its last day. */
  completedOn: string;
  /** Minutes in all. */
  minutes: number;
  /** Of these, with a live teacher. */
  liveMinutes: number;
  /** Of these, on ethics. */
  ethicsMinutes: number;
}

/** Training, the latest first. */
export class TrainingPage extends PageOf(TrainingDto) {}

/** Practice that I have had. Please write about practice, never about a learner who could be known from it. */
export class PracticeBody {
  /** The day. */
  @LocalDate() practisedOn: string;
  /** Minutes. */
  @IsInt() @Min(1) @Max(1440) minutes: number;
  /** What it was; `supervision_received` and `self_study` never count towards the hours (BR-89). */
  @IsIn(practiceKinds) kind: PracticeKind;
  /** What it was about. At most 300 characters. */
  @Omittable() @PlainText(300) note?: string;
  /** Who was there and can say so; not oneself. */
  @Omittable() @IsIdField() supervisorId?: string;
}

/** Practice that somebody has had. */
export class PracticeDto {
  /** Id of the practice log. */
  id: string;
  /** Whose it is. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** The day. */
  practisedOn: string;
  /** Minutes. */
  minutes: number;
  /** What it was. */
  @IsIn(practiceKinds) kind: PracticeKind;
  /** What it was about. */
  note: string | null;
  /** Who was there. */
  supervisorId: string | null;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') supervisor?: NamedPersonDto | null;
  /** The delivered session that it came from, if it did. */
  sessionId: string | null;
  /** The same session by name; null where you could not open it now. */
  @Named('session') session?: NamedSessionDto | null;
  /** When somebody else confirmed it (RFC 3339, UTC); null while it does not count. */
  verifiedAt: string | null;
  /** Who confirmed it. */
  verifiedBy: string | null;
  /** The same person by name; null, as the id is, where you could not open their record now. */
  @Named('person', 'verifiedBy', { idToo: true }) verifiedByPerson?: NamedPersonDto | null;
}

/** Which practice to list. */
export class PracticeQuery extends PageQuery {}

/** Practice. */
export class PracticePage extends PageOf(PracticeDto) {}

/** What I declare, and the code of ethics that I sign. */
export class AttestationBody {
  /** Whether I declare lived experience of my own; nobody asks more than that. */
  @IsBoolean() livedExperience: boolean;
  /** Which code of ethics I sign; a renewal asks for the one in force then (BR-98). @example 1 */
  @PlainText(20) codeOfEthicsVersion: string;
}
