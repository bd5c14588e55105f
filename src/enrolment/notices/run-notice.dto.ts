import { BatchBody, BatchDto, BatchRowDto } from '../../platform/batches/batch.dto.js';
import { PlainText } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { Named } from '../../platform/names/named.decorator.js';
import type { NamedPersonDto, NamedRunDto } from '../../platform/names/named.dto.js';

/** A notice to everybody with a place on a run. */
export class RunNoticeBody extends BatchBody {
  /**
   * What each of them reads once they are signed in; it leaves the service on no other way. The same for all, so it names
   * nobody. At most 1,000 characters.
   */
  @PlainText(1000, { lines: true }) text: string;
}

/** One person whom a notice is for. */
export class RunNoticeRowDto extends BatchRowDto {
  /** Who. */
  personId: string;
  /** The same person by name; null where you could not open their record now. */
  @Named('person') person?: NamedPersonDto | null;
}

/**
 * Whom a notice is for. Whether, when and how it reaches each of them is as they said, and nobody else's to know: there
 * are no receipts.
 */
export class RunNoticeDto extends BatchDto {
  /** One row per person with a place. */
  rows: RunNoticeRowDto[];
}

/** A notice to me, from those who run a course on which I have a place. */
export class MyNoticeDto {
  /** Id of my copy. */
  id: string;
  /** On which run. */
  runId: string;
  /** The same run in a line; null where I could not open it now. */
  @Named('run') run?: NamedRunDto | null;
  /** When it was written (RFC 3339, UTC). */
  sentAt: string;
  /** What it says; null where storage damaged it. */
  text: string | null;
}

/** Notices to me, newest first. */
export class MyNoticePage extends PageOf(MyNoticeDto) {}
