import type { Tx } from '../../platform/database/sql.js';
import { row, rows } from '../../platform/database/sql.js';
import type { VersionPlace } from '../keys/entry-sealing.js';
import type { EntryState, ShownState } from './entry.rules.js';
import type { GrantPermission } from '../sharing/grant.rules.js';

/** A version as it is stored, without its body. */
export interface SealedHeadRow extends VersionPlace {
  number: number;
  sealedKey: Buffer;
  head: Buffer;
  begunAt: Date;
  writtenAt: Date;
}

/** An entry with its newest version. */
export interface EntryRow extends SealedHeadRow {
  state: EntryState;
  createdAt: Date;
  deletedAt: Date | null;
  version: number;
}

export interface WithBody {
  body: Buffer;
}

/** One version that somebody shares, as its reader finds it. */
export interface SharedRow extends SealedHeadRow, WithBody {
  grantId: string;
  grantKey: Buffer;
  purpose: Buffer;
  permission: GrantPermission;
  expiresAt: Date;
  authorName: string | null;
}

const headColumns = `
  v.id as "versionId", v.entry_id as "entryId", v.author_id as "authorId", v.key_id as "keyId", v.number,
  v.sealed_key as "sealedKey", v.head, v.begun_at as "begunAt", v.written_at as "writtenAt"`;
const entryColumns = `e.state, e.created_at as "createdAt", e.deleted_at as "deletedAt", e.version, ${headColumns}`;
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
  await rows(tx, 'select from journal_entry where id = $1 and author_id = $2 for no key update', [id, authorId]);
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
        and ${begunBefore('$3')}
        and case
          when $2::text is null then e.deleted_at is null
          when $2 = 'deleted' then e.deleted_at is not null
          else e.deleted_at is null and e.state = $2
        end
      order by e.created_at desc, e.id desc
      limit $4`,
    [authorId, state, before, limit],
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
      select ${headColumns}
      from journal_version v
      where v.entry_id = $1 and v.author_id = $2 and ($3::int is null or v.number < $3)
      order by v.number desc
      limit $4`,
    [entryId, authorId, below, limit],
  );

export const findVersion = (tx: Tx, authorId: string, versionId: string) =>
  row<SealedHeadRow & WithBody & { deletedAt: Date | null }>(
    tx,
    `
      select ${headColumns}, v.body, e.deleted_at as "deletedAt"
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
      select ${headColumns}, v.body, g.id as "grantId", g.sealed_key as "grantKey", g.purpose, g.permission,
        g.expires_at as "expiresAt", p.chosen_name as "authorName"
      from journal_grant g
      join journal_version v on v.id = g.version_id
      join person p on p.id = g.author_id
      where g.entry_id = $1 and g.reader_id = $2 and g.revoked_at is null and g.expires_at > $3
      order by g.granted_at desc, g.id desc
      limit 20`,
    [entryId, readerId, now],
  );
