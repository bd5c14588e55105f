import { IsIn, Matches } from 'class-validator';
import { Omittable, PlainText } from '../../platform/http/dto.js';
import { TitledQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type ContributionRole, contributionRoles } from '../co-production/contributor.rules.js';
import {
  type DeclineReason,
  declineReasons,
  type ProposalAction,
  proposalActions,
  type ProposalState,
  proposalStates,
} from './proposal.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** A course that I would like the college to make (BR-17). */
export class ProposalBody {
  /** What it could be called. At most 120 characters. @example "Mornings Without Rush" */
  @PlainText(120) title: string;
  /** Its topic, as a short code. @example sleep */
  @Matches(/^[a-z][a-z0-9_]{0,39}$/) topic: string;
  /** What it is about and whom it would help. At most 5,000 characters. */
  @PlainText(5000, { lines: true }) idea: string;
  /** What I would bring to the group that makes it, if I would like to be in it. */
  @Omittable() @IsIn(contributionRoles) contributionRole?: ContributionRole;
}

/** Why a proposal is not taken up. */
export class DeclineBody {
  /** The reason; the person who proposed it sees it. */
  @IsIn(declineReasons) reason: DeclineReason;
  /** More in words, for the person who proposed it. At most 2,000 characters. */
  @Omittable() @PlainText(2000, { lines: true }) note?: string;
}

/** Which proposals to list. */
export class ProposalQuery extends TitledQuery {
  /** Only proposals in this state. */
  @Omittable() @IsIn(proposalStates) state?: ProposalState;
}

/** A proposed course. Its id is also the id of the version that it may become. */
export class ProposalDto {
  /** Id of the proposal, and of the version that it may become. */
  id: string;
  /** Id of the course that it may become. */
  courseId: string;
  /** What it could be called. */
  title: string;
  /** Its topic. */
  topic: string;
  /** What it is about and whom it would help. */
  idea: string;
  /** Who proposed it. */
  proposedBy: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person', 'proposedBy') proposedByPerson?: NamedPersonDto | null;
  /** What they would bring to the group. */
  @IsIn([...contributionRoles, null]) contributionRole: ContributionRole | null;
  /** When it was proposed (RFC 3339, UTC). */
  proposedAt: string;
  /** Open, accepted or declined. */
  @IsIn(proposalStates) state: ProposalState;
  /** When it was decided. */
  decidedAt: string | null;
  /** Why it was declined. */
  @IsIn([...declineReasons, null]) declineReason: DeclineReason | null;
  /** More about why, in words. */
  declineNote: string | null;
  /** Rises with each change. */
  version: number;
  /** What I may do with it now. */
  @IsIn(proposalActions, { each: true }) can: ProposalAction[];
}

/** Proposals, newest first. */
export class ProposalPage extends PageOf(ProposalDto) {}
