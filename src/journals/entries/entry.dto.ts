import { ArrayUnique, IsArray, IsBoolean, IsIn, ValidateIf } from 'class-validator';
import { CrisisSignpost } from '../../college/college.dto.js';
import { Clearable, IsIdField, Omittable, PlainText } from '../../platform/http/dto.js';
import { NestedList } from '../../platform/http/nested-fields.js';
import { PageQuery } from '../../platform/http/page-query.dto.js';
import { PageOf } from '../../platform/http/pagination.js';
import { type ChimeTag, chimeTags, type ShownState, shownStates, entryActs } from './entry.rules.js';
import { type GrantPermission, grantPermissions } from '../sharing/grant.rules.js';

/** One part of an entry: words, a picture or a recording, or both. */
export class JournalBlockBody {
  /** The prompt that this answers, if any. */
  @Clearable() @PlainText(60) promptId?: string | null;
  /**
   * What I wrote. At most 50,000 characters. Needed unless the part answers a prompt or shows something.
   * @example "I said no, kindly, and nothing broke."
   */
  @ValidateIf(({ attachmentId, promptId }: JournalBlockBody, text) => text !== undefined || !(attachmentId ?? promptId))
  @PlainText(50_000, { min: 0, lines: true, asWritten: true })
  text?: string;
  /** A picture or recording that was added to this entry. */
  @Clearable() @IsIdField() attachmentId?: string | null;
  /** What the picture or recording is, in words. At most 500 characters. */
  @Clearable() @PlainText(500, { lines: true, asWritten: true }) description?: string | null;
}

/** What I change in an entry; what is left out stays. */
export class JournalEntryChange {
  /** A title, if I like. At most 200 characters. @example "A small no" */
  @Clearable() @PlainText(200, { asWritten: true }) title?: string | null;
  /** How I am, in my own words. At most 100 characters. @example "like the sea after rain" */
  @Clearable() @PlainText(100, { asWritten: true }) mood?: string | null;
  /** What it is about. */
  @Omittable() @IsArray() @ArrayUnique() @IsIn(chimeTags, { each: true }) tags?: ChimeTag[];
  /** The parts of the entry, in order. At most 200. @example [{"text": "I said no, kindly, and nothing broke."}] */
  @Omittable()
  @NestedList(() => JournalBlockBody, 200)
  blocks?: JournalBlockBody[];
  /** A run that I connect it with; only I see this. */
  @Clearable() @IsIdField() runId?: string | null;
  /** A session that I connect it with; only I see this. */
  @Clearable() @IsIdField() sessionId?: string | null;
}

/** A new entry. It is private; nothing here could share it (BR-122). */
export class JournalEntryBody extends JournalEntryChange {
  /** Whether I am still writing. Default: false. */
  @Omittable() @IsBoolean() draft?: boolean;
}

/** One part of an entry. */
export class JournalBlockDto {
  /** The prompt that this answers. */
  promptId: string | null;
  /** What was written. */
  text: string;
  /**
   * The picture or recording, to be fetched from `/journal-attachments/{id}`, which answers 404 once it was removed.
   */
  attachmentId: string | null;
  /** What the picture or recording is, in words. */
  description: string | null;
}

/** Somebody by name. */
export class JournalPersonDto {
  /** Id of the person. */
  id: string;
  /** Chosen name. */
  chosenName: string | null;
}

/** How an entry came to its reader. */
export class JournalSharingDto {
  /** Id of the grant. */
  grantId: string;
  /** Who shares it. */
  by: JournalPersonDto;
  /** What for, in the author's words. */
  purpose: string;
  /** Whether the reader may comment. */
  @IsIn(grantPermissions) permission: GrantPermission;
  /** Until when (RFC 3339, UTC). */
  until: string;
}

/** What a list shows of my entry. */
export class JournalEntrySummaryDto {
  /** Id of the entry. */
  id: string;
  /** Whether part of it can no longer be opened, because storage damaged it. What is missing is left out. */
  damaged: boolean;
  /** `deleted` can be undone until `undoUntil`. */
  @IsIn(shownStates) state: ShownState;
  /** Title. */
  title: string | null;
  /** How I was, in my own words. */
  mood: string | null;
  /** What it is about. */
  @IsIn(chimeTags, { each: true }) tags: ChimeTag[];
  /** The run that I connected it with. */
  runId: string | null;
  /** The session that I connected it with. */
  sessionId: string | null;
  /** When I began it (RFC 3339, UTC). */
  createdAt: string | null;
  /** When this version was written (RFC 3339, UTC). */
  writtenAt: string;
  /** Until when a deleted entry can be brought back (RFC 3339, UTC). */
  undoUntil: string | null;
  /** Rises with each change; use it with If-Match. */
  version: number;
  /** What I may do with it now. */
  @IsIn(entryActs, { each: true }) can: (typeof entryActs)[number][];
}

/** An entry: my own in its newest version, or the one version that somebody shares with me. */
export class JournalEntryDto extends JournalEntrySummaryDto {
  /** Id of the version shown; sharing names it. */
  versionId: string;
  /** The parts of the entry, in order. */
  blocks: JournalBlockDto[];
  /** How it was shared with me; null for my own. */
  shared: JournalSharingDto | null;
  /** Where to find help at once, if it is needed (BR-157). */
  crisisSignposts: CrisisSignpost[];
}

/** Which of my entries to list; without a state, all that are not deleted. */
export class JournalEntryQuery extends PageQuery {
  /** Only entries in this state. */
  @Omittable() @IsIn(shownStates) state?: ShownState;
}

/** My entries, the newest first. */
export class JournalEntryPage extends PageOf(JournalEntrySummaryDto) {
  /** Where to find help at once, if it is needed (BR-157). */
  crisisSignposts: CrisisSignpost[];
  /**
   * Set in a sign-in with a password from a card: entries begun before are closed and not listed (RFC 3339, UTC). `GET /me`
   * says until when.
   */
  closedBefore: string | null;
}

/** A version of my entry. */
export class JournalVersionDto {
  /** Id of the version. */
  id: string;
  /** Id of the entry. */
  entryId: string;
  /** Whether part of it can no longer be opened, because storage damaged it. What is missing is left out. */
  damaged: boolean;
  /** 1 for the first. */
  number: number;
  /** When it was written (RFC 3339, UTC). */
  writtenAt: string;
  /** Title. */
  title: string | null;
  /** How I was, in my own words. */
  mood: string | null;
  /** What it is about. */
  @IsIn(chimeTags, { each: true }) tags: ChimeTag[];
}

/** The versions of my entry, the newest first. */
export class JournalVersionPage extends PageOf(JournalVersionDto) {
  /** Where to find help at once, if it is needed (BR-157). */
  crisisSignposts: CrisisSignpost[];
}

export const journalVersionActs = ['share'] as const;

/** One version of my entry, whole. */
export class JournalVersionWholeDto extends JournalVersionDto {
  /** The parts of the entry, in order. */
  blocks: JournalBlockDto[];
  /** Where to find help at once, if it is needed (BR-157). */
  crisisSignposts: CrisisSignpost[];
  /** Always 1: a version never changes. */
  version: number;
  /** What I may do with it now. */
  @IsIn(journalVersionActs, { each: true }) can: (typeof journalVersionActs)[number][];
}
