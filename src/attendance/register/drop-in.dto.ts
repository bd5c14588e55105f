import { ArrayMaxSize, IsInt, Max, Min } from 'class-validator';
import { IsIdField, Omittable } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedSessionDto } from '../../platform/names/named.dto.js';

/** Who came to a drop-in: one person by id, or a number of people without names. Give exactly one of the two. */
export class DropInBody {
  /** Somebody who is happy to be recorded by name. */
  @Omittable() @IsIdField() personId?: string;
  /** So many people without names; each record adds to the others. @example 7 */
  @Omittable() @IsInt() @Min(1) @Max(500) anonymousCount?: number;
}

/** People who came to a drop-in. */
export class DropInDto {
  /** Id of the record. */
  id: string;
  /** The session. */
  sessionId: string;
  /** The same session by name; null where you could not open it now. */
  @Named('session') session?: NamedSessionDto | null;
  /** Who, if they wished to be named. */
  personId: string | null;
  /** Chosen name, if they wished to be named. */
  chosenName: string | null;
  /** How many without names. */
  @IsInt() anonymousCount: number | null;
  /** When it was recorded (RFC 3339, UTC). */
  recordedAt: string;
  /** What you may do with it. */
  @ArrayMaxSize(0) can: string[];
  /** Always 1: a record stays as it is. */
  version: number;
}

/** Who came, in the order of recording. */
export class DropInPage extends PageOf(DropInDto) {}
