import type { JournalGrantDto } from './grant.dto.js';
import { type GrantPermission, grantState } from './grant.rules.js';
import type { VersionPlace } from '../keys/entry-sealing.js';

/** A grant as its author finds it. */
export interface GrantRow extends VersionPlace {
  id: string;
  readerId: string;
  readerName: string | null;
  permission: GrantPermission;
  purpose: Buffer;
  versionKey: Buffer;
  grantedAt: Date;
  expiresAt: Date;
  revokedAt: Date | null;
  version: number;
}

export const grantColumns = `
  select g.id, g.entry_id as "entryId", g.version_id as "versionId", g.author_id as "authorId", v.key_id as "keyId",
    v.sealed_key as "versionKey", g.reader_id as "readerId", p.chosen_name as "readerName", g.permission, g.purpose,
    g.granted_at as "grantedAt", g.expires_at as "expiresAt", g.revoked_at as "revokedAt", g.version
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
