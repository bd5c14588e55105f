import { IsBoolean, IsIn } from 'class-validator';
import { IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import {
  type AssignmentState,
  assignmentStates,
  conflictStates,
  type ConflictState,
  deliveryRoles,
  type DeliveryRole,
} from './facilitator.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedRunDto } from '../../platform/names/named.dto.js';

/** Which assignments of a run to list. */
export class AssignmentQuery extends PageQuery {}

/** Asks somebody to facilitate a run. */
export class AssignmentBody {
  /** Whom; they hold the role of facilitator. @example "iris of the demo" */
  @IsIdField() personId: string;
  /** As what. */
  @IsIn(deliveryRoles) deliveryRole: DeliveryRole;
  /** Whether a peer also brings declared expertise in the subject (BR-21). Default: false. */
  @Omittable() @IsBoolean() subjectExpert?: boolean;
}

/** Accepting, with a conflict of interest if there is one. */
export class AssignmentAcceptanceBody {
  /**
   * What might be in the way, e.g. "my employer treats a learner of this run"; a coordinator talks it over with you. At
   * most 2000 characters.
   */
  @Omittable() @PlainText(2000, { lines: true }) conflict?: string;
}

/** A conflict of interest that came up later. */
export class ConflictBody {
  /** What might be in the way. At most 2000 characters. */
  @PlainText(2000, { lines: true }) conflict: string;
}

/** How a conflict of interest was resolved. */
export class ConflictResolutionBody {
  /** What was agreed. At most 2000 characters. */
  @PlainText(2000, { lines: true }) resolution: string;
}

/** Standing down, in words for those who plan; health is nobody's business here. */
export class StandingDownBody {
  /** Reason for those who plan; none is needed. At most 300 characters. @example "Another duty on these days." */
  @Omittable() @PlainText(300) reason?: string;
}

export const assignmentActs = ['accept', 'decline', 'stand_down', 'declare_conflict', 'resolve_conflict'] as const;

/** What somebody was asked to do on a run, and their answer. */
export class AssignmentDto {
  /** Id of the assignment. */
  id: string;
  /** The run. */
  runId: string;
  /** The same run by name; null where you could not open it now. */
  @Named('run') run?: NamedRunDto | null;
  /** Whom. */
  personId: string;
  /** Their chosen name. */
  chosenName: string | null;
  /** As what. */
  @IsIn(deliveryRoles) deliveryRole: DeliveryRole;
  /** Whether a peer also brings declared expertise in the subject. */
  subjectExpert: boolean;
  /** Their answer. */
  @IsIn(assignmentStates) state: AssignmentState;
  /** Whether a conflict of interest was declared, and resolved. */
  @IsIn(conflictStates) conflict: ConflictState;
  /** What was declared; only for its author and those who plan. */
  conflictText: string | null;
  /** What was agreed; only for its author and those who plan. */
  conflictResolution: string | null;
  /** Reason for standing down; only for its author and those who plan. */
  stoodDownReason: string | null;
  /** What you may do with it now: `accept`, `decline`, `stand_down`, `declare_conflict`, `resolve_conflict`. */
  @IsIn(assignmentActs, { each: true }) can: (typeof assignmentActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Assignments of a run, in the order in which people were asked. */
export class AssignmentPage extends PageOf(AssignmentDto) {}
