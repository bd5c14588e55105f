import { IsBoolean, IsInt, IsIn, Max, Min } from 'class-validator';
import { Clearable, IsIdList, Omittable, PlainText } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { deliveryRoles, type DeliveryRole } from '../facilitators/facilitator.rules.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../../platform/names/named.dto.js';

/** How long a session really was. */
export class DeliveryTimesBody {
  /** Minutes of contact time that were delivered. Default: as planned. */
  @Omittable() @IsInt() @Min(1) @Max(1440) deliveredContactMinutes?: number;
  /** When it really began, in minutes from the planned start; negative before it. Default: 0. */
  @Omittable() @IsInt() @Min(-120) @Max(1439) startedMin?: number;
}

/** What really happened in a session. */
export class DeliveryBody extends DeliveryTimesBody {
  /** Facilitators who were in the room; everybody else on the run counts as away. */
  @IsIdList(20) presentFacilitatorIds: string[];
  /** Nobody was there, no facilitator and no learner; needed where nobody is noted as present. Default: false. */
  @Omittable() @IsBoolean() confirmEmpty?: boolean;
}

/** Why a session ran without a peer. */
export class WaiverBody {
  /**
   * For the record, without anything about health. At most 300 characters.
   * @example "Nobody else could be found at such short notice."
   */
  @PlainText(300) reason: string;
}

/** Who was in the room, and under which circumstances. */
export class DeliveryDto {
  /** Id of the session. */
  id: string;
  /** Whether a peer and a colleague were both in the room; null before delivery. */
  coDelivered: boolean | null;
  /** Minutes of contact time that were delivered. */
  deliveredContactMinutes: number | null;
  /** When it really began, in minutes from the planned start; null before delivery, and where nobody said so. */
  startedMin: number | null;
  /** Whether the session counts towards the share that peers delivered; not when a waiver was given (BR-28). */
  countsTowardsPeerShare: boolean;
  /** Why it ran without a peer, if a coordinator agreed to that. */
  waiverReason: string | null;
  /** Everybody on the run at that time. */
  facilitators: PresenceDto[];
}

/** Whether a facilitator was in the room. */
export class PresenceDto {
  /** Who. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** As what. */
  @IsIn(deliveryRoles) deliveryRole: DeliveryRole;
  /** Whether they were in the room. */
  present: boolean;
}

/** Notes about our practice; never about a learner (BR-39). */
export class DebriefBody {
  /** What went well. At most 4000 characters. */
  @Clearable() @PlainText(4000, { lines: true }) wentWell?: string | null;
  /** What we want to do differently. At most 4000 characters. */
  @Clearable() @PlainText(4000, { lines: true }) toChange?: string | null;
  /** How we worked together. At most 4000 characters. */
  @Clearable() @PlainText(4000, { lines: true }) coFacilitation?: string | null;
  /**
   * Whether I would like to talk about it in supervision; coordinators learn who and for which session, and nothing of
   * the notes. What comes of it is told under `/me/wishes`. Default: false.
   */
  @Omittable() @IsBoolean() supervisionWanted?: boolean;
}

/** One facilitator's notes about our practice. */
export class DebriefDto {
  /** Who wrote them. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
  /** Their chosen name. */
  chosenName: string | null;
  /** What went well. */
  wentWell: string | null;
  /** What we want to do differently. */
  toChange: string | null;
  /** How we worked together. */
  coFacilitation: string | null;
  /** Whether they would like to talk about it in supervision. */
  supervisionWanted: boolean;
  /** When they were last written (RFC 3339, UTC). */
  writtenAt: string;
}

/** The notes of both facilitators. */
export class DebriefPage extends PageOf(DebriefDto) {}
