import { IsIn, IsInt, Max, Min } from 'class-validator';
import { IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { JournalPersonDto } from '../entries/entry.dto.js';
import { type GrantPermission, grantPermissions, type GrantState, grantStates } from './grant.rules.js';

/** Sharing one version with one person, for a purpose and a time. */
export class JournalGrantBody {
  /** The version to share; later changes stay private. */
  @IsIdField() versionId: string;
  /** Somebody from the list of recipients of this entry. */
  @Omittable() @IsIdField() recipientId?: string;
  /** Or the code that the reader gave me. @example ABCD-EFGH-JKMN-PQRS */
  @Omittable() @PlainText(40) recipientCode?: string;
  /** What for. At most 300 characters. */
  @PlainText(300, { lines: true }) purpose: string;
  /** For how many days; the college sets the default (30) and the most (180). */
  @Omittable() @IsInt() @Min(1) @Max(9999) days?: number;
  /** Whether the reader may comment. Default: read. */
  @Omittable() @IsIn(grantPermissions) permission?: GrantPermission;
}

export const journalGrantActs = ['revoke'] as const;

/** Who may read which version of my entry, and until when. */
export class JournalGrantDto {
  /** Id of the grant. */
  id: string;
  /** Id of the entry. */
  entryId: string;
  /** Id of the version. */
  versionId: string;
  /** Who may read it. */
  reader: JournalPersonDto;
  /** Whether the reader may comment. */
  @IsIn(grantPermissions) permission: GrantPermission;
  /** What for, in my words. */
  purpose: string;
  /** Whether the purpose can no longer be opened, because storage damaged it; then it is empty. */
  damaged: boolean;
  /** Follows from the dates. */
  @IsIn(grantStates) state: GrantState;
  /** When I shared it (RFC 3339, UTC). */
  grantedAt: string;
  /** When it ends by itself (RFC 3339, UTC). */
  expiresAt: string;
  /** When I ended it (RFC 3339, UTC). */
  revokedAt: string | null;
  /** Rises with each change. */
  version: number;
  /** What I may do with it now. */
  @IsIn(journalGrantActs, { each: true }) can: (typeof journalGrantActs)[number][];
}

/** The grants of my entry, the newest first. */
export class JournalGrantPage extends PageOf(JournalGrantDto) {}

/** People whom I can share with. */
export class JournalRecipientPage extends PageOf(JournalPersonDto) {}

/** An entry that somebody shares with me. Nothing here says what else they write, or whether (BR-128). */
export class SharedWithMeDto {
  /** Id of the grant. */
  id: string;
  /** The entry, to be read at `/journal-entries/{entryId}`. */
  entryId: string;
  /** Who shares it. */
  by: JournalPersonDto;
  /** Until when (RFC 3339, UTC). */
  until: string;
  /** Whether I may comment. */
  @IsIn(grantPermissions) permission: GrantPermission;
}

/** Entries that are shared with me now, the newest first. */
export class SharedWithMePage extends PageOf(SharedWithMeDto) {}

/** A code to give to an author. */
export class ReaderCodeDto {
  /** Shown once. @example ABCD-EFGH-JKMN-PQRS */
  code: string;
  /** Until when it can be used, once (RFC 3339, UTC). */
  expiresAt: string;
}

/** One time that somebody read what I share. */
export class JournalReadDto {
  /** Id of the read. */
  id: string;
  /** Under which grant. */
  grantId: string;
  /** Who. */
  reader: JournalPersonDto;
  /** What was opened. */
  @IsIn(['entry', 'attachment']) what: 'entry' | 'attachment';
  /** When (RFC 3339, UTC). */
  readAt: string;
}

/** Who read my entry, the newest first. */
export class JournalReadPage extends PageOf(JournalReadDto) {}

/** What a reader writes to the author. */
export class JournalCommentBody {
  /** The comment. At most 4,000 characters. */
  @PlainText(4_000, { lines: true }) text: string;
}

export const journalCommentActs = ['remove'] as const;

/** A comment; the author of the entry and its writer see it. */
export class JournalCommentDto {
  /** Id of the comment. */
  id: string;
  /** Id of the entry. */
  entryId: string;
  /** The version that it is about. */
  versionId: string;
  /** Who wrote it. */
  by: JournalPersonDto;
  /** The comment. */
  text: string;
  /** Whether the words can no longer be opened, because storage damaged them; then they are empty. */
  damaged: boolean;
  /** When (RFC 3339, UTC). */
  writtenAt: string;
  /** Rises with each change. */
  version: number;
  /** What I may do with it now. */
  @IsIn(journalCommentActs, { each: true }) can: (typeof journalCommentActs)[number][];
}

/** Comments on an entry, the oldest first. */
export class JournalCommentPage extends PageOf(JournalCommentDto) {}
