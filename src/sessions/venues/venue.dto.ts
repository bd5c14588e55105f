import { ArrayMaxSize, ArrayUnique, IsArray, IsIn, IsInt, IsUrl, Max, Min } from 'class-validator';
import { Clearable, IsIdField, Omittable, PlainText, TimeZoneName } from '../../platform/http/dto.js';
import { NamedQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';

export const accessFeatures = [
  'step_free',
  'hearing_loop',
  'quiet_room',
  'gender_neutral_wc',
  'parking',
  'transit',
] as const;
export type AccessFeature = (typeof accessFeatures)[number];

/** Which venues to list. */
export class VenueQuery extends NamedQuery {}

/** A new place to meet: a building, or a room of one. */
export class VenueBody {
  /** Name. At most 100 characters. @example "Riverside Centre, Room 2" */
  @PlainText(100) name: string;
  /** The building that this room belongs to; nobody needs travel time between rooms of one building (BR-27). */
  @Omittable() @IsIdField() partOf?: string;
  /** IANA time zone. Default: the college's. @example America/Edmonton */
  @Omittable() @TimeZoneName() timeZone?: string;
  /** Postal address. At most 500 characters. @example "2 Riverbend Walk, A made-up town" */
  @PlainText(500, { lines: true }) address: string;
  /** How to find it, in plain words. At most 2000 characters. */
  @Omittable() @PlainText(2000, { lines: true }) directions?: string;
  /** What the place offers; a run opens only where this is recorded (BR-26). */
  @Omittable()
  @IsArray()
  @ArrayMaxSize(6)
  @ArrayUnique()
  @IsIn(accessFeatures, { each: true })
  accessFeatures?: AccessFeature[];
  /** More about access, e.g. the width of a door. At most 2000 characters. */
  @Omittable() @PlainText(2000, { lines: true }) accessNotes?: string;
  /** How many people it holds (BR-25). @example 14 */
  @IsInt() @Min(1) @Max(10000) capacity: number;
}

/** Changes to a place; what is left out stays. */
export class VenueChange {
  /** Name. At most 100 characters. */
  @Omittable() @PlainText(100) name?: string;
  /** Postal address. At most 500 characters. */
  @Omittable() @PlainText(500, { lines: true }) address?: string;
  /** How to find it. At most 2000 characters. */
  @Clearable() @PlainText(2000, { lines: true }) directions?: string | null;
  /** What the place offers. */
  @Omittable()
  @IsArray()
  @ArrayMaxSize(6)
  @ArrayUnique()
  @IsIn(accessFeatures, { each: true })
  accessFeatures?: AccessFeature[];
  /** More about access. At most 2000 characters. */
  @Clearable() @PlainText(2000, { lines: true }) accessNotes?: string | null;
  /** How many people it holds. */
  @Omittable() @IsInt() @Min(1) @Max(10000) capacity?: number;
}

export const venueActs = ['edit', 'verify'] as const;

/** A place to meet. */
export class VenueDto {
  /** Id of the venue. */
  id: string;
  /** Name. */
  name: string;
  /** The building that this room belongs to. */
  partOf: string | null;
  /** IANA time zone. */
  timeZone: string;
  /** Postal address. */
  address: string;
  /** How to find it. */
  directions: string | null;
  /** What the place offers. */
  @IsIn(accessFeatures, { each: true }) accessFeatures: AccessFeature[];
  /** More about access. */
  accessNotes: string | null;
  /** How many people it holds. */
  capacity: number;
  /** When somebody last checked on the spot that this is true (RFC 3339, UTC). */
  verifiedAt: string | null;
  /** What you may do with it now: `edit`, `verify`. */
  @IsIn(venueActs, { each: true }) can: (typeof venueActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Venues by name. */
export class VenuePage extends PageOf(VenueDto) {}

/** A new place to meet online. */
export class OnlineRoomBody {
  /** Name for those who plan. At most 100 characters. */
  @PlainText(100) name: string;
  /** Who provides it, as learners read it. At most 100 characters. @example "Video call" */
  @PlainText(100) provider: string;
  /** The secret link. It is never shown in lists, only to those who may join, and only around a session (I-14). */
  @Omittable() @IsUrl({ protocols: ['https'], require_protocol: true }) @PlainText(1000) joinLink?: string;
  /** Help with joining, in plain words. At most 2000 characters. */
  @Omittable() @PlainText(2000, { lines: true }) joiningHelp?: string;
}

/** Changes to an online room; what is left out stays. */
export class OnlineRoomChange {
  /** Name for those who plan. At most 100 characters. */
  @Omittable() @PlainText(100) name?: string;
  /** Who provides it. At most 100 characters. */
  @Omittable() @PlainText(100) provider?: string;
  /** A new secret link; the old one is forgotten. */
  @Omittable() @IsUrl({ protocols: ['https'], require_protocol: true }) @PlainText(1000) joinLink?: string;
  /** Help with joining. At most 2000 characters. */
  @Clearable() @PlainText(2000, { lines: true }) joiningHelp?: string | null;
}

export const onlineRoomActs = ['edit'] as const;

/** A place to meet online, without its secret. */
export class OnlineRoomDto {
  /** Id of the room. */
  id: string;
  /** Name for those who plan. */
  name: string;
  /** Who provides it. */
  provider: string;
  /** Whether a join link is stored. The link itself is shown only around a session, to those who may join. */
  hasJoinLink: boolean;
  /** Help with joining. */
  joiningHelp: string | null;
  /** Recording is off. */
  recordingAllowed: boolean;
  /** What you may do with it now: `edit`. */
  @IsIn(onlineRoomActs, { each: true }) can: (typeof onlineRoomActs)[number][];
  /** Rises with each change. */
  version: number;
}

/** Online rooms by name. */
export class OnlineRoomPage extends PageOf(OnlineRoomDto) {}

/** Where a run meets in person. */
export class RunVenueDto {
  /** Id of the venue. */
  id: string;
  /** Name. */
  name: string;
  /** Postal address. */
  address: string;
  /** What the place offers. */
  @IsIn(accessFeatures, { each: true }) accessFeatures: AccessFeature[];
}
