import { columnsOf } from '../../platform/database/tables.js';
import type { JournalGrantDto } from './grant.dto.js';
import { grantState } from './grant.rules.js';
import type { VersionPlace } from '../keys/entry-sealing.js';
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

export function presentGrant(grant: GrantRow, purpose: string, now: Date): JournalGrantDto {
  const state = grantState(grant, now);
  return {
    id: grant.id,
    entryId: grant.entryId,
    versionId: grant.versionId,
    reader: { id: grant.readerId, chosenName: grant.readerName },
    permission: grant.permission,
    purpose,
    state,
    grantedAt: grant.grantedAt.toISOString(),
    expiresAt: grant.expiresAt.toISOString(),
    revokedAt: grant.revokedAt?.toISOString() ?? null,
    version: grant.version,
    can: state === 'active' ? ['revoke'] : [],
  };
}
