import { IsIn, IsInt, Max, Min } from 'class-validator';
import { Omittable, PlainText } from '../platform/http/dto.js';
import { PageQuery } from '../platform/http/page-query.dto.js';
import { PageOf } from '../platform/http/pagination.js';
import {
  type DataRequestKind,
  dataRequestKinds,
  type DataRequestOutcome,
  dataRequestOutcomes,
  type DataRequestState,
  dataRequestStates,
  dataRequestActs,
} from './data-request.rules.js';
import { Named } from '../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../platform/names/named.dto.js';

export class DataRequestsQuery extends PageQuery {}

/** Which requests to list. */
export class StaffDataRequestsQuery extends PageQuery {
  /** In one state; without it, all that are not closed. */
  @Omittable() @IsIn(dataRequestStates) state?: DataRequestState;
}

/** What I ask the college to do with what it holds about me. */
export class DataRequestBody {
  /** What kind of request it is. */
  @IsIn(dataRequestKinds) kind: DataRequestKind;
  /** What exactly, in my own words. At most 1,000 characters. @example "My pronouns are wrong on two rosters" */
  @Omittable() @PlainText(1000, { lines: true }) wish?: string;
}

/** More time for an answer. */
export class DataRequestExtensionBody {
  /** How many days more. */
  @IsInt() @Min(1) @Max(30) days: number;
  /** Why, in words for the person. At most 1,000 characters. */
  @PlainText(1000, { lines: true }) reason: string;
}

/** The answer to a request. */
export class DataRequestAnswerBody {
  /** What became of it. */
  @IsIn(dataRequestOutcomes) outcome: DataRequestOutcome;
  /** Why not, or not all of it, in words for the person. At most 1,000 characters. */
  @Omittable() @PlainText(1000, { lines: true }) reason?: string;
  /** Where the person can complain about a refusal. At most 1,000 characters. */
  @Omittable() @PlainText(1000, { lines: true }) complaintRoute?: string;
}

/** A request about personal data, and how it stands. */
export class DataRequestDto {
  /** Id of the request. */
  id: string;
  /** Who asks. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** What kind of request it is. */
  @IsIn(dataRequestKinds) kind: DataRequestKind;
  /** What exactly, in the person's own words. */
  wish: string | null;
  /** How it stands. */
  @IsIn(dataRequestStates) state: DataRequestState;
  /** When it arrived (RFC 3339, UTC). */
  receivedAt: string;
  /** Until when the college has to answer, with the extension. */
  dueAt: string;
  /** Whether the college is late, or was when it answered. */
  late: boolean;
  /** By how many days it was extended. */
  extensionDays: number | null;
  /** Why it was extended. */
  extensionReason: string | null;
  /** When it was made sure who asks. */
  identityCheckedAt: string | null;
  /** When it was answered. */
  answeredAt: string | null;
  /** Why not, or not all of it. */
  reason: string | null;
  /** Where to complain about a refusal. */
  complaintRoute: string | null;
  /** What you may do with it now. */
  @IsIn(dataRequestActs, { each: true }) can: (typeof dataRequestActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Requests, oldest first. */
export class DataRequestPage extends PageOf(DataRequestDto) {}
