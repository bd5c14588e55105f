import type { CrisisSignpost } from '../../college/college.dto.js';
import type {
  JournalBlockDto,
  JournalEntryDto,
  JournalEntrySummaryDto,
  JournalVersionDto,
  JournalVersionWholeDto,
} from './entry.dto.js';
import type { EntryRow, SealedHeadRow } from './entry.queries.js';
import { authorCan, undoUntil } from './entry.rules.js';
import type { EntryBlock, EntryHead } from '../keys/entry-sealing.js';
import type { SharedVersion } from '../sharing/shared-versions.js';

const nothing: EntryHead = { title: null, mood: null, tags: [], runId: null, sessionId: null };

/** Where the head is damaged, only what is not sealed is shown; `whole` is false where the rest is damaged. */
export const presentSummary = (
  entry: EntryRow,
  opened: EntryHead | undefined,
  whole = true,
): JournalEntrySummaryDto => {
  const head = opened ?? nothing;
  return {
    id: entry.entryId,
    damaged: !opened || !whole,
    state: entry.deletedAt ? 'deleted' : entry.state,
    ...presentHead(head),
    runId: head.runId,
    sessionId: head.sessionId,
    createdAt: entry.createdAt.toISOString(),
    writtenAt: entry.writtenAt.toISOString(),
    undoUntil: entry.deletedAt ? undoUntil(entry.deletedAt).toISOString() : null,
    version: entry.version,
    can: authorCan(entry.state, entry.deletedAt),
  };
};

export const presentEntry = (
  entry: EntryRow,
  head: EntryHead | undefined,
  blocks: EntryBlock[] | undefined,
  crisisSignposts: CrisisSignpost[],
): JournalEntryDto => ({
  ...presentSummary(entry, head, blocks !== undefined),
  versionId: entry.versionId,
  blocks: (blocks ?? []).map(presentBlock),
  shared: null,
  crisisSignposts,
});

/**
 * What a reader sees: the shared version, and nothing from which later or earlier writing could be told (BR-125,
 * BR-128).
 */
export const presentShared = (shared: SharedVersion, crisisSignposts: CrisisSignpost[]): JournalEntryDto => ({
  id: shared.entryId,
  damaged: false,
  state: 'saved',
  ...presentHead(shared.opened),
  runId: null,
  sessionId: null,
  createdAt: null,
  writtenAt: shared.writtenAt.toISOString(),
  undoUntil: null,
  version: 1,
  can: shared.permission === 'comment' ? ['comment'] : [],
  versionId: shared.versionId,
  blocks: shared.opened.blocks.map(presentBlock),
  shared: {
    grantId: shared.grantId,
    by: { id: shared.authorId, chosenName: shared.authorName },
    purpose: shared.purposeText,
    permission: shared.permission,
    until: shared.expiresAt.toISOString(),
  },
  crisisSignposts,
});

export const presentVersion = (
  version: SealedHeadRow,
  head: EntryHead | undefined,
  whole = true,
): JournalVersionDto => ({
  id: version.versionId,
  damaged: !head || !whole,
  entryId: version.entryId,
  number: version.number,
  writtenAt: version.writtenAt.toISOString(),
  ...presentHead(head ?? nothing),
});

export const presentWholeVersion = (
  version: SealedHeadRow & { deletedAt: Date | null },
  head: EntryHead,
  blocks: EntryBlock[],
  crisisSignposts: CrisisSignpost[],
): JournalVersionWholeDto => ({
  ...presentVersion(version, head),
  blocks: blocks.map(presentBlock),
  crisisSignposts,
  version: 1,
  can: version.deletedAt ? [] : ['share'],
});

export const presentBlock = ({ promptId, text, attachment }: EntryBlock): JournalBlockDto => ({
  promptId,
  text,
  attachmentId: attachment?.id ?? null,
  description: attachment?.description ?? null,
});

const presentHead = ({ title, mood, tags }: EntryHead) => ({ title, mood, tags });
