import { IsInt, IsIn } from 'class-validator';
import { PageOf } from '../platform/http/pagination.js';
import { Named } from '../platform/names/named.decorator.js';
import type { NamedPersonDto } from '../platform/names/named.dto.js';

export const restoreActs = ['release'] as const;

/** A restore of the database that was found at a start. */
export class RestoreDto {
  /** Id of the restore. */
  id: string;
  /** When it was found (RFC 3339, UTC). */
  foundAt: string;
  /** How many lines of the log beside the keys this database had not seen; what they name was ended again. */
  @IsInt() replayed: number;
  /** When staff let messages leave again (RFC 3339, UTC); null while they wait. */
  releasedAt: string | null;
  /** Who did; null while they wait, and where it was done on the server. */
  releasedBy: string | null;
  /** The same person by name; null where you could not open their record now. */
  @Named('person', 'releasedBy') releasedByPerson?: NamedPersonDto | null;
  /** What I may do with it now. */
  @IsIn(restoreActs, { each: true }) can: (typeof restoreActs)[number][];
}

export class RestorePage extends PageOf(RestoreDto) {}
