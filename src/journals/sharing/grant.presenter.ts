import { columnsOf } from '../../platform/database/tables.js';
import type { JournalGrantDto } from './grant.dto.js';
import { grantState } from './grant.rules.js';
import { unlessDamaged } from '../../platform/keys/sealing.js';
import { keyOfVersion, openNote, type VersionPlace } from '../keys/entry-sealing.js';
import type { EntryKey } from '../keys/journal-keys.js';
import { JournalGrant } from './journal-grant.entity.js';

/** A grant as its author finds it. */
export interface GrantRow extends VersionPlace, Omit<JournalGrant, 'sealedKey'> {
  readerName: string | null;
  versionKey: Buffer;
}

const own = [
  'id',
  'entryId',
  'versionId',
  'authorId',
  'readerId',
  'permission',
  'purpose',
  'grantedAt',
  'expiresAt',
  'revokedAt',
  'version',
] as const;

export const grantColumns = `
  select ${columnsOf(JournalGrant, 'g', ...own)}, v.key_id as "keyId", v.sealed_key as "versionKey",
    p.chosen_name as "readerName"
  from journal_grant g
  join journal_version v on v.id = g.version_id
  join person p on p.id = g.reader_id`;

/** A purpose that is damaged is left out: whether somebody may still read matters more than what for. */
export function presentGrant(grant: GrantRow, entryKey: EntryKey, now: Date): JournalGrantDto {
  const purpose = unlessDamaged(() =>
    openNote(keyOfVersion(entryKey, grant, grant.versionKey), grant, `purpose ${grant.id}`, grant.purpose),
  );
  const state = grantState(grant, now);
  return {
    id: grant.id,
    entryId: grant.entryId,
    versionId: grant.versionId,
    reader: { id: grant.readerId, chosenName: grant.readerName },
    permission: grant.permission,
    purpose: purpose ?? '',
    damaged: purpose === undefined,
    state,
    grantedAt: grant.grantedAt.toISOString(),
    expiresAt: grant.expiresAt.toISOString(),
    revokedAt: grant.revokedAt?.toISOString() ?? null,
    version: grant.version,
    can: state === 'active' ? ['revoke'] : [],
  };
}
