import type { College } from '../../college/college.entity.js';
import type { Tx } from '../../platform/database/sql.js';
import { row, rows } from '../../platform/database/sql.js';
import { columnsOf } from '../../platform/database/tables.js';
import type { VersionPlace } from '../keys/entry-sealing.js';
import { JournalGrant } from '../sharing/journal-grant.entity.js';
import type { ShownState } from './entry.rules.js';
import { JournalEntry, JournalVersion } from './journal-entry.entity.js';

/** A version as it is stored, without its body. */
export interface SealedHeadRow
  extends VersionPlace, Pick<JournalVersion, 'number' | 'sealedKey' | 'head' | 'begunAt' | 'writtenAt'> {}

/** An entry with its newest version. */
export interface EntryRow extends SealedHeadRow, Pick<JournalEntry, 'state' | 'createdAt' | 'deletedAt' | 'version'> {}

export type WithBody = Pick<JournalVersion, 'body'>;

/** My own entry, and what the college says beside it. */
export interface OwnEntry extends Pick<College, 'crisisSignposts'> {
  own: EntryRow & WithBody;
}

/** One version that somebody shares, as its reader finds it. */
export interface SharedRow extends SealedHeadRow, WithBody, Pick<JournalGrant, 'purpose' | 'permission' | 'expiresAt'> {
  grantId: string;
  grantKey: Buffer;
  authorName: string | null;
}

const head = ['entryId', 'authorId', 'keyId', 'number', 'sealedKey', 'head', 'begunAt', 'writtenAt'] as const;
const headColumns = `v.id as "versionId", ${columnsOf(JournalVersion, 'v', ...head)}`;
const entryColumns = `${columnsOf(JournalEntry, 'e', 'state', 'createdAt', 'deletedAt', 'version')}, ${headColumns}`;
const newest = (columns: string) => `
  select ${columns}
  from journal_entry e
  cross join lateral (select * from journal_version n where n.entry_id = e.id order by n.number desc limit 1) v`;

/** My own entry in its newest version. */
export const findOwn = (tx: Tx, authorId: string, id: string) =>
  row<EntryRow & WithBody>(tx, `${newest(`${entryColumns}, v.body`)} where e.id = $1 and e.author_id = $2`, [
    id,
    authorId,
  ]);

/** The same, held until the transaction ends: whatever changes an entry or shares it comes through here. */
export async function lockOwn(tx: Tx, authorId: string, id: string) {
  await rows(
    tx,
    `
      select ${columnsOf(JournalEntry, 'e', 'id')}
      from journal_entry e
      where e.id = $1 and e.author_id = $2
      for no key update`,
    [id, authorId],
  );
  return findOwn(tx, authorId, id);
}

/** Entries are in order by time; a cursor holds an id, which does not tell it. */
const begunBefore = (place: string) =>
  `(${place}::uuid is null or (e.created_at, e.id) < (select b.created_at, b.id from journal_entry b where b.id = ${place}))`;

/** My entries, newest first; deleted ones only when asked for. */
export const listOwn = (tx: Tx, authorId: string, state: ShownState | null, before: string | null, limit: number) =>
  rows<EntryRow>(
    tx,
    `
      ${newest(entryColumns)}
      where e.author_id = $1
        and e.deleted_at is ${state === 'deleted' ? 'not null' : 'null'}
        and ($2::text is null or e.state = $2)
        and ${begunBefore('$3')}
      order by e.created_at desc, e.id desc
      limit $4`,
    [authorId, state === 'deleted' ? null : state, before, limit],
  );

/** The same with bodies, for search and export. */
export const listWhole = (tx: Tx, authorId: string, before: string | null, limit: number) =>
  rows<EntryRow & WithBody>(
    tx,
    `
      ${newest(`${entryColumns}, v.body`)}
      where e.author_id = $1 and e.deleted_at is null and ${begunBefore('$2')}
      order by e.created_at desc, e.id desc
      limit $3`,
    [authorId, before, limit],
  );

export const listVersions = (tx: Tx, authorId: string, entryId: string, below: number | null, limit: number) =>
  rows<SealedHeadRow>(
    tx,
    `
      select v.id as "versionId", ${columnsOf(JournalVersion, 'v', ...head)}
      from journal_version v
      where v.entry_id = $1 and v.author_id = $2 and ($3::int is null or v.number < $3)
      order by v.number desc
      limit $4`,
    [entryId, authorId, below, limit],
  );

export const findVersion = (tx: Tx, authorId: string, versionId: string) =>
  row<SealedHeadRow & WithBody & Pick<JournalEntry, 'deletedAt'>>(
    tx,
    `
      select ${headColumns}, v.body, ${columnsOf(JournalEntry, 'e', 'deletedAt')}
      from journal_version v
      join journal_entry e on e.id = v.entry_id
      where v.id = $1 and v.author_id = $2`,
    [versionId, authorId],
  );

/** What is shared with this reader of one entry and can be read now, the newest grant first. */
export const findShared = (tx: Tx, readerId: string, entryId: string, now: Date) =>
  rows<SharedRow>(
    tx,
    `
      select ${headColumns}, v.body, g.id as "grantId", g.sealed_key as "grantKey",
        ${columnsOf(JournalGrant, 'g', 'purpose', 'permission', 'expiresAt')}, p.chosen_name as "authorName"
      from journal_grant g
      join journal_version v on v.id = g.version_id
      join person p on p.id = g.author_id
      where g.entry_id = $1 and g.reader_id = $2 and g.revoked_at is null and g.expires_at > $3
      order by g.granted_at desc, g.id desc
      limit 20`,
    [entryId, readerId, now],
  );
