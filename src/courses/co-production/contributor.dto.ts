import { ApiSchema } from '@nestjs/swagger';
import { IsIn, IsInt, Max, Min } from 'class-validator';
import { Clearable, IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { Nested } from '../../platform/http/nested-fields.js';
import { PageOf } from '../../platform/http/pagination.js';
import {
  type ContributionRole,
  contributionRoles,
  type ContributorState,
  contributorStates,
  type AttributionKind,
  attributionKinds,
  type Remuneration,
  remunerations,
} from './contributor.rules.js';

export const contributorActions = ['accept', 'step_back', 'choose_credit', 'record_work'] as const;
export type ContributorAction = (typeof contributorActions)[number];

/** Somebody to invite into the co-production group of a version. */
export class InvitationBody {
  /** Id of the person. */
  @IsIdField() personId: string;
  /** What they bring. Somebody who brings two kinds of experience is invited once for each. */
  @IsIn(contributionRoles) contributionRole: ContributionRole;
}

/** How I wish to be credited, everywhere (BR-9). */
@ApiSchema({ name: 'Credit' })
export class Attribution {
  /** By my chosen name, by an alias, or not at all. */
  @IsIn(attributionKinds) kind: AttributionKind;
  /** The alias, with `alias` only. At most 100 characters. */
  @Clearable() @PlainText(100) alias?: string | null;
}

/** Changes to a contribution; what is left out stays. */
export class ContributionChange {
  /** How to be credited; only the contributor decides (BR-9, BR-10). */
  @Omittable() @Nested(() => Attribution) creditAs?: Attribution;
  /** Minutes of work given to the version so far (BR-16). */
  @Omittable() @IsInt() @Min(0) @Max(600_000) workMinutes?: number;
  /** How the work is paid; null when that is not settled. */
  @Clearable() @IsIn(remunerations) remuneration?: Remuneration | null;
}

/** Somebody in the co-production group of a version. */
export class ContributorDto {
  /** Id of the contribution. */
  id: string;
  /** Id of the version. */
  versionId: string;
  /** Title of the course. */
  courseTitle: string;
  /** Who it is. */
  personId: string;
  /** Their chosen name, for the group. */
  chosenName: string | null;
  /** What they bring. */
  @IsIn(contributionRoles) contributionRole: ContributionRole;
  /** Invited, active, or stepped back. */
  @IsIn(contributorStates) state: ContributorState;
  /** How they wish to be credited. */
  creditAs: Attribution;
  /** Minutes of work; null unless it is yours or you are staff. */
  workMinutes: number | null;
  /** How the work is paid; null while it is not settled, or unless it is yours or you are staff. */
  @IsIn([...remunerations, null]) remuneration: Remuneration | null;
  /** When they were invited (RFC 3339, UTC). */
  invitedAt: string;
  /** When they joined. */
  joinedAt: string | null;
  /** Rises with each change. */
  version: number;
  /** What I may do with it now. */
  @IsIn(contributorActions, { each: true }) can: ContributorAction[];
}

/** The co-production group of a version, in the order of invitation. */
export class ContributorPage extends PageOf(ContributorDto) {}
