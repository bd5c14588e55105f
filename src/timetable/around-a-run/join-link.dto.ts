import { Named } from '../../platform/names/named.decorator.js';
import type { NamedRunDto } from '../../platform/names/named.dto.js';
/** How to join a session online. */
export class JoiningDto {
  /** The secret link; please do not pass it on. */
  joinLink: string;
  /** Help with joining. */
  joiningHelp: string | null;
  /** When the link stops being shown (RFC 3339, UTC). */
  until: string;
}

/** One form of a material. */
export class MaterialFormatDto {
  /** What form it is. */
  format: string;
  /** Where it is on the web. */
  url: string | null;
  /** The file, if it is kept here. */
  fileId: string | null;
}

/** Something that belongs to the course, in every form that there is. */
export class MaterialDto {
  /** What it is called. */
  title: string;
  /** Under which licence it may be used. */
  licence: string | null;
  /** Every form, the usual one first. */
  formats: MaterialFormatDto[];
}

/** The materials of a run. */
export class MaterialsDto {
  /** The run. */
  runId: string;
  /** The same run by name; null where you could not open it now. */
  @Named('run') run?: NamedRunDto | null;
  /** The course version. */
  versionId: string;
  /** Materials in the order of the course. */
  materials: MaterialDto[];
}
