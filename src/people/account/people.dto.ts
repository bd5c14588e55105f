import { IsIn } from 'class-validator';
import { Omittable, PlainText } from '../../platform/http/dto.js';
import { Counted, NamedQuery } from '../../platform/http/page-query.dto.js';
import { CountedPageOf, PageOf } from '../../platform/http/pagination.js';
import { roles, type Role } from '../../platform/actor.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

export const peopleOrders = ['name', 'newest'] as const;
export type PeopleOrder = (typeof peopleOrders)[number];

/** Which people to list. */
export class PeopleQuery extends Counted(NamedQuery) {
  /** Only people with this role. */
  @Omittable() @IsIn(roles) role?: Role;
  /**
   * Only those in whose chosen name words begin so, or whose number on a card is this whole one. Nobody is found by an
   * address. At most 100 characters. @example 4821093755
   */
  @Omittable() @PlainText(100) text?: string;
  /** By chosen name, or those added last first. */
  @Omittable() @IsIn(peopleOrders) sort: PeopleOrder = 'name';
}

/** A person as staff see them: chosen name and roles; contact details stand nowhere here. */
export class PersonDto {
  /** Id of the person. */
  id: string;
  /** Chosen name. */
  chosenName: string | null;
  /** Pronouns. */
  pronouns: string | null;
  /** What the person is at the college. */
  @IsIn(roles, { each: true }) roles: Role[];
  /** Rises with each change. */
  version: number;
}

/** People by chosen name. */
export class PersonPage extends CountedPageOf(PersonDto) {}

/** Somebody who comes without an e-mail address, e.g. by phone. */
export class PersonBody {
  /** The name that everybody here shall use. At most 100 characters. @example Sam */
  @PlainText(100) chosenName: string;
  /** Pronouns. At most 40 characters. */
  @Omittable() @PlainText(40) pronouns?: string;
}

/** A role to give. */
export class RoleBody {
  /** The role. @example facilitator */
  @IsIn(roles) role: Role;
}

/** Whether a grant works now. */
export const roleGrantStates = ['live', 'ended', 'awaiting_second', 'declined', 'expired'] as const;
export const roleGrantActs = ['confirm', 'decline'] as const;
export type RoleGrantState = (typeof roleGrantStates)[number];

/** A role given to a person, asked for, or asked to end. */
export class RoleGrantDto {
  /** Id of the grant. */
  id: string;
  /** The person. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** The role. */
  @IsIn(roles) role: Role;
  /**
   * `awaiting_second`: it works once another administrator has confirmed it; `expired`: nobody did in time, and it can
   * be asked for again.
   */
  @IsIn(roleGrantStates) state: RoleGrantState;
  /** Whether it is asked that the role ends: `ended` once it is confirmed. */
  ending: boolean;
  /** From when on whoever asked for the end can confirm it without a second; null for a grant (RFC 3339, UTC). */
  aloneFrom: string | null;
  /** When it was given or asked for (RFC 3339, UTC). */
  grantedAt: string;
  /** Who gave it or asked for it; null for what the service gives by itself. */
  grantedBy: string | null;
  /** The same person by name; null where you could not open their record now. */
  @Named('person', 'grantedBy') grantedByPerson?: NamedPersonDto | null;
  /** What I may do with it now. */
  @IsIn(roleGrantActs, { each: true }) can: (typeof roleGrantActs)[number][];
}

/** Roles given and asked for. */
export class RoleGrantPage extends PageOf(RoleGrantDto) {}
