import { IsIn } from 'class-validator';
import { IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { UnmetDto } from '../../platform/http/unmet.dto.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import {
  type ApplicationAction,
  applicationActions,
  type ApplicationState,
  applicationStates,
} from './application.rules.js';
import { Requirements } from '../schemes/requirements.dto.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** A wish to be certified. */
export class ApplicationBody {
  /** Under which scheme of the college. */
  @IsIdField() schemeId: string;
}

/** What is missing before an application can be looked at. */
export class ReturnBody {
  /** In words that say what to do. At most 2,000 characters. */
  @PlainText(2000, { lines: true }) missing: string;
}

/** Why an applicant sees it differently. */
export class AppealBody {
  /** In their own words. At most 5,000 characters. */
  @PlainText(5000, { lines: true }) grounds: string;
}

/** Which applications to list. */
export class ApplicationQuery extends PageQuery {
  /** Only those stored in this state. */
  @Omittable() @IsIn(applicationStates) state?: ApplicationState;
  /** Only those of this person. */
  @Omittable() @IsIdField() personId?: string;
}

/** Something that was handed in and does not count, and why (BR-87, BR-89, BR-90). */
export class IgnoredDto {
  /** Id of the training or the practice log. */
  id: string;
  /** Stable name of the rule. */
  code: string;
  /** Why it does not count, in plain words. */
  message: string;
}

/** How far an application has come. */
export class ProgressDto {
  /** Minutes of training that count. */
  trainingMinutes: number;
  /** Of these, with a live teacher. */
  liveMinutes: number;
  /** Of these, on ethics. */
  ethicsMinutes: number;
  /** Minutes of practice that count. */
  practiceMinutes: number;
  /** References that were accepted and count. */
  acceptedReferences: number;
  /** What was handed in and does not count, and why. */
  ignored: IgnoredDto[];
  /** Everything that is still missing, each with what to do. */
  missing: UnmetDto[];
  /** What of it stands before the next stage. */
  missingNow: UnmetDto[];
}

/** An application in a list. */
export class ApplicationSummaryDto {
  /** Id of the application. */
  id: string;
  /** Who applies. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** Under which scheme. */
  schemeId: string;
  /** Name of the scheme. */
  schemeName: string;
  /** Where it stands; one on which nothing happened for too long has expired. */
  @IsIn(applicationStates) state: ApplicationState;
  /** When it was started (RFC 3339, UTC). */
  startedAt: string;
  /** When it was handed in. */
  submittedAt: string | null;
  /** Rises with each change. */
  version: number;
}

/** An application to be certified. */
export class ApplicationDto extends ApplicationSummaryDto {
  /** The set that it is judged by: the one in force when it was handed in (BR-86); until then null. */
  requirementSetId: string | null;
  /** Number of that set. */
  requirementSetNumber: number | null;
  /** What is asked for: by that set, or by today's while it is a draft. */
  terms: Requirements;
  /** Why it was returned. */
  missing: string | null;
  /** How far it has come. */
  progress: ProgressDto;
  /** Why it was refused. */
  reasons: string | null;
  /** Last day on which a refusal can be appealed (BR-93). */
  appealUntil: string | null;
  /** The certification that it led to. */
  certificationId: string | null;
  /** What I may do with it now. */
  @IsIn(applicationActions, { each: true }) can: ApplicationAction[];
}

/** Applications, started last first. */
export class ApplicationPage extends PageOf(ApplicationSummaryDto) {}
