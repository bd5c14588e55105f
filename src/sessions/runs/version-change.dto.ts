import { IsInt, Max, Min, ValidateIf } from 'class-validator';
import { Instant, IsIdField } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedRunDto } from '../../platform/names/named.dto.js';

/** To which version a run might move. */
export class VersionProposalQuery {
  /** A current version of the run's course. */
  @IsIdField() versionId: string;
}

/** Which planned session of the other version a session of the run holds. */
export class PlanChoiceBody {
  /** A session of the run that was not cancelled. */
  @IsIdField() sessionId: string;
  /** The planned session by its order, or null for an extra meeting. */
  @ValidateIf(({ planOrder }: PlanChoiceBody) => planOrder !== null)
  @IsInt()
  @Min(1)
  @Max(20)
  planOrder: number | null;
}

/** A move of a run to another version of its course. */
export class VersionChangeBody {
  /** A current version of the run's course. */
  @IsIdField() versionId: string;
  /** Each session of the run that was not cancelled, once; each planned session at most once. */
  @NestedList(() => PlanChoiceBody, 200)
  sessions: PlanChoiceBody[];
}

/** A session of the run, and what it would hold. */
export class ProposedPlanDto {
  /** The session. */
  sessionId: string;
  /** What it is called now. */
  title: string;
  /** Start (RFC 3339, UTC). */
  @Instant() startsAt: string;
  /** The planned session that it holds now, by its order; null for an extra meeting. */
  heldPlanOrder: number | null;
  /** The planned session of the other version that it most likely holds, by its order; null for none. */
  planOrder: number | null;
}

/** A session that the other version plans. */
export class PlannedSessionDto {
  /** Its order. */
  order: number;
  /** What it is called. */
  title: string;
  /** Minutes that people spend together, without breaks. */
  minutesContact: number;
}

/** What moving a run to another version would mean, to be confirmed or changed by a person (BR-176). */
export class VersionProposalDto {
  /** The run. */
  runId: string;
  /** The same run by name; null where you could not open it now. */
  @Named('run') run?: NamedRunDto | null;
  /** The other version. */
  versionId: string;
  /** The run's sessions that were not cancelled, by start. */
  sessions: ProposedPlanDto[];
  /** What the other version plans. */
  plannedSessions: PlannedSessionDto[];
}
